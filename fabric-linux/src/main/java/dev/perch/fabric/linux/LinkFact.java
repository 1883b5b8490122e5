package dev.perch.fabric.linux;

import dev.perch.model.ObjectId;
import dev.perch.net.MacAddress;

/** What is so of a link that leads out of the namespace: a port's to a guest, a peering's to the other VPC. */
sealed interface LinkFact extends KernelFact {

    /** A link, its other end in another namespace: a port's in a guest's, a peering's in the accepter's. */
    record Cable(ObjectId object, String name, String namespace, String interfaceName) implements LinkFact {
        @Override
        public Rank rank() {
            return Rank.CABLE;
        }

        @Override
        public String slot() {
            return "cable " + name;
        }

        @Override
        public String within() {
            return name;
        }

        @Override
        public String line() {
            return "cable " + name + " to " + interfaceName + " in " + namespace;
        }
    }

    /** That a port's link is a port of its bridge, and unknown unicast is not flooded to it when it is {@code quiet}. */
    record Enslaved(ObjectId object, String name, String bridge, boolean quiet) implements LinkFact {
        @Override
        public Rank rank() {
            return Rank.PORT;
        }

        @Override
        public String slot() {
            return "enslaved " + name;
        }

        @Override
        public String within() {
            return name;
        }

        @Override
        public String line() {
            return "enslaved " + name + " to " + bridge + (quiet ? "" : " flooding");
        }
    }

    /** The permanent forwarding entry for a port's own MAC. */
    record Forwarding(ObjectId object, String name, MacAddress mac) implements LinkFact {
        @Override
        public Rank rank() {
            return Rank.STATE;
        }

        @Override
        public String slot() {
            return line();
        }

        @Override
        public String within() {
            return name;
        }

        @Override
        public String line() {
            return "forwarding " + mac + " to " + name;
        }
    }

    /** Whether a port's or a peering's link is administratively up. */
    record State(ObjectId object, String name, boolean up) implements LinkFact {
        @Override
        public Rank rank() {
            return Rank.STATE;
        }

        @Override
        public String slot() {
            return "state " + name;
        }

        @Override
        public String within() {
            return name;
        }

        @Override
        public String line() {
            return "link " + name + (up ? " up" : " down");
        }
    }
}
