package dev.perch.fabric.linux;

import dev.perch.model.ObjectId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;

/** What connects VPCs with the outside: the provider network, their uplinks, and the EIPs on them. */
sealed interface EdgeFact extends KernelFact {

    /**
     * The link between a VPC and the provider network's bridge, marked, up and forwarding at both ends when it is
     * {@code sound}.
     */
    record Uplink(ObjectId object, String name, MacAddress mac, boolean sound) implements EdgeFact {
        @Override
        public Rank rank() {
            return Rank.BRIDGE;
        }

        @Override
        public String slot() {
            return "uplink " + name;
        }

        @Override
        public String within() {
            return name;
        }

        @Override
        public String line() {
            return "uplink " + name + " " + mac + (sound ? "" : " unsound");
        }
    }

    /** An EIP on the uplink, which is what answers for it in the provider network; announced when it is put there. */
    record Outside(ObjectId object, String uplink, IpAddress address) implements EdgeFact {
        @Override
        public Rank rank() {
            return Rank.OUTSIDE;
        }

        @Override
        public String slot() {
            return line();
        }

        @Override
        public String within() {
            return uplink;
        }

        @Override
        public String line() {
            return "address " + address + " on " + uplink;
        }
    }

    /** The connection of the provider network to the host: what its far end is. */
    record HostEnd(ObjectId object, String to) implements EdgeFact {
        @Override
        public Rank rank() {
            return Rank.CABLE;
        }

        @Override
        public String slot() {
            return "host";
        }

        @Override
        public String within() {
            return Names.TO_HOST;
        }

        @Override
        public String line() {
            return "connection to the host: " + to;
        }
    }
}
