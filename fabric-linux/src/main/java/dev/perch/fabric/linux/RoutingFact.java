package dev.perch.fabric.linux;

import dev.perch.model.ObjectId;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;

/** What makes a namespace a router beyond its subnets: links to other routers, and where packets go. */
sealed interface RoutingFact extends KernelFact {

    /**
     * A link between routers: its MAC and MTU, that it has no address, and that it is {@code ours}, which its mark says.
     */
    record Interface(ObjectId object, String name, MacAddress mac, int mtu, boolean ours) implements RoutingFact {
        @Override
        public Rank rank() {
            return Rank.PORT;
        }

        @Override
        public String slot() {
            return "interface " + name;
        }

        @Override
        public String within() {
            return name;
        }

        @Override
        public String line() {
            return "interface " + name + " " + mac + " mtu " + mtu + (ours ? "" : " unmarked");
        }
    }

    /** That an address is reached by a MAC on a link, without asking. */
    record Neighbor(ObjectId object, String name, IpAddress address, MacAddress mac) implements RoutingFact {
        @Override
        public Rank rank() {
            return Rank.NEIGHBOR;
        }

        @Override
        public String slot() {
            return "neighbour " + name + " " + address;
        }

        @Override
        public String within() {
            return name;
        }

        @Override
        public String line() {
            return "neighbour " + address + " " + mac + " on " + name;
        }
    }

    /**
     * In which order the tables are asked for a packet's route. The main table with the subnets comes before all of them
     * (the kernel's own rule 32766), so no other route gets hold of packets between subnets.
     */
    enum Place {
        /** Whose packets carry the mark of {@code edge.nft}'s question which addresses are the VPC's: no table but the main one. */
        SUBNETS_ALONE(33_000),
        /** The tables of single subnets; what has one of its own does not see the default table. */
        SUBNET(40_000),
        /** The default table. */
        DEFAULT(41_000),
        /** The way to the provider network, for every packet that no table of the VPC is about. */
        UPLINK(42_000);

        private final int priority;

        Place(int priority) {
            this.priority = priority;
        }

        int priority() {
            return priority;
        }
    }

    /** The number of the table with the default routes to the provider network; users' tables begin at 1,000. */
    int UPLINK_TABLE = 999;

    /**
     * That a table is asked, for packets of both families.
     *
     * @param from  the link that they came in by; empty for all. It is in group {@value #GROUP} of links, because nft's fib, by
     *              which {@code edge.nft} tells what leaves by the uplink, asks no table for one link only
     * @param whole whether all is there that it takes
     */
    record Lookup(ObjectId object, Place place, String from, int table, boolean whole) implements RoutingFact {
        private static final String SLOT = "lookup ";
        static final int GROUP = 1;

        static String slot(Place place, String from) {
            return SLOT + place + " " + from;
        }

        static boolean isSlot(String slot) {
            return slot.startsWith(SLOT);
        }

        @Override
        public Rank rank() {
            return Rank.LOOKUP;
        }

        @Override
        public String slot() {
            return slot(place, from);
        }

        @Override
        public String within() {
            return "";
        }

        @Override
        public String line() {
            String what = place == Place.SUBNETS_ALONE
                    ? "main table alone for the check of sources"
                    : "table " + table + " for " + (from.isEmpty() ? "all" : from);
            return what + (whole ? "" : " in part");
        }
    }

    /** Where a route leads. */
    sealed interface Hop {}

    record Via(String link, IpAddress gateway) implements Hop {}

    /** To the destination itself. */
    record OnLink(String link) implements Hop {}

    /** Packets are dropped. */
    record Nowhere() implements Hop {}

    /** Where no route of ours should lead. */
    record Astray() implements Hop {}

    /** A route in one of our tables. */
    record Route(ObjectId object, int table, IpPrefix destination, Hop hop) implements RoutingFact {
        static String slot(int table, IpPrefix destination) {
            return "route " + table + " " + destination;
        }

        @Override
        public Rank rank() {
            return Rank.ROUTE;
        }

        @Override
        public String slot() {
            return slot(table, destination);
        }

        /** The kernel forgets a route with its link. */
        @Override
        public String within() {
            return switch (hop) {
                case Via via -> via.link();
                case OnLink on -> on.link();
                case Nowhere _ -> "";
                case Astray _ -> "";
            };
        }

        @Override
        public String line() {
            return "route " + destination + " in table " + table
                    + switch (hop) {
                        case Via via -> " via " + via.gateway() + " on " + via.link();
                        case OnLink on -> " on " + on.link();
                        case Nowhere _ -> " to nowhere";
                        case Astray _ -> " astray";
                    };
        }
    }
}
