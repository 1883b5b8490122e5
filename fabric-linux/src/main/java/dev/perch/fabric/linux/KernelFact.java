package dev.perch.fabric.linux;

import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.Table;
import dev.perch.model.ObjectId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;

/**
 * One thing that is, or should be, so in the kernel. What is desired and what is observed are told in the same words,
 * and a plan is the difference. Facts with the same {@link #slot()} exclude each other: the later replaces the earlier.
 */
sealed interface KernelFact
        permits KernelFact.Namespace,
                KernelFact.Rules,
                KernelFact.Setting,
                KernelFact.Bridge,
                KernelFact.Gateway,
                KernelFact.Member,
                LinkFact,
                RoutingFact,
                EdgeFact {

    /** The object that it is for. */
    ObjectId object();

    /** Where it stands in the order of making; things are removed in the opposite order. */
    Rank rank();

    /** What it occupies. */
    String slot();

    /** What it lives in and disappears with: a link's name, or empty for the namespace. */
    String within();

    /** Whether it can be taken back by itself; other facts only end with what they live in. */
    default boolean removable() {
        return switch (this) {
            case Namespace f -> true;
            case Rules f -> true;
            case Setting f -> false;
            case Bridge f -> true;
            case Gateway f -> true;
            case Member f -> true;
            case LinkFact.Cable f -> true;
            case LinkFact.Enslaved f -> false;
            case LinkFact.Forwarding f -> false;
            case LinkFact.State f -> false;
            case RoutingFact.Interface f -> false;
            case RoutingFact.Neighbor f -> true;
            case RoutingFact.Lookup f -> true;
            case RoutingFact.Route f -> true;
            case EdgeFact f -> true;
        };
    }

    /** One line without sign. */
    String line();

    /** The order in which things are made: what others need first, and a port's rules before its link. */
    enum Rank {
        NAMESPACE,
        RULES,
        SETTING,
        BRIDGE,
        BRIDGE_SETTING,
        ELEMENT,
        CABLE,
        PORT,
        STATE,
        NEIGHBOR,
        LOOKUP,
        ROUTE,
        OUTSIDE
    }

    /** The network namespace of a VPC. */
    record Namespace(ObjectId object, String name) implements KernelFact {
        @Override
        public Rank rank() {
            return Rank.NAMESPACE;
        }

        @Override
        public String slot() {
            return "namespace";
        }

        @Override
        public String within() {
            return "";
        }

        @Override
        public String line() {
            return "namespace " + name;
        }
    }

    /** A table with its sets and chains; {@code version} changes with the rules' text. */
    record Rules(ObjectId object, Table table, String version) implements KernelFact {
        @Override
        public Rank rank() {
            return Rank.RULES;
        }

        @Override
        public String slot() {
            return table.word();
        }

        @Override
        public String within() {
            return "";
        }

        @Override
        public String line() {
            return table.word() + " " + version;
        }
    }

    /** A kernel setting; {@code link} is empty for those of the whole namespace. */
    record Setting(ObjectId object, String link, String path, String value) implements KernelFact {
        @Override
        public Rank rank() {
            if (link.isEmpty()) {
                return Rank.SETTING;
            }
            return Names.isBridge(link) ? Rank.BRIDGE_SETTING : Rank.PORT;
        }

        @Override
        public String slot() {
            return "setting " + path;
        }

        @Override
        public String within() {
            return link;
        }

        @Override
        public String line() {
            return "setting " + path + " " + value;
        }
    }

    /** A subnet's bridge, with spanning tree and multicast snooping off when it is {@code sound}. */
    record Bridge(ObjectId object, String name, MacAddress mac, int mtu, boolean sound, boolean up)
            implements KernelFact {
        @Override
        public Rank rank() {
            return Rank.BRIDGE;
        }

        @Override
        public String slot() {
            return "bridge " + name;
        }

        @Override
        public String within() {
            return name;
        }

        @Override
        public String line() {
            return "bridge " + name + " " + mac + " mtu " + mtu + (sound ? "" : " unsound") + (up ? "" : " down");
        }
    }

    /** A gateway's address on its bridge. */
    record Gateway(ObjectId object, String bridge, IpAddress address, int prefixLength) implements KernelFact {
        @Override
        public Rank rank() {
            return Rank.BRIDGE_SETTING;
        }

        @Override
        public String slot() {
            return line();
        }

        @Override
        public String within() {
            return bridge;
        }

        @Override
        public String line() {
            return "gateway " + bridge + " " + address + "/" + prefixLength;
        }
    }

    /** An element of one of the rules' sets. */
    record Member(ObjectId object, Element element) implements KernelFact {
        @Override
        public Rank rank() {
            return Rank.ELEMENT;
        }

        @Override
        public String slot() {
            return element.slot();
        }

        @Override
        public String within() {
            return "";
        }

        @Override
        public String line() {
            return "element " + element.line();
        }
    }
}
