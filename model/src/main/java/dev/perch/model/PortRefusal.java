package dev.perch.model;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;

/** Why something about a port is refused. */
public sealed interface PortRefusal extends Refusal {

    /** A pair is not an address or block, or is one of those that would open everything by accident. */
    record PairInvalid(String field, String text, String why) implements PortRefusal {
        @Override
        public String rule() {
            return "'" + text + "' " + why;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The port is a server's NIC: it goes with the server, or is detached from it. */
    record PortIsServerNic(String field, PortId port, ServerId server) implements PortRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the port " + names.of(port) + " is a NIC of the server " + names.of(server);
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Something is plugged into the port already. */
    record PortInUse(String field, PortId port, String by) implements PortRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the port " + names.of(port) + " is in use by " + by;
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** What a port is to be plugged into cannot exist. */
    record AttachmentInvalid(String field, String rule) implements PortRefusal {
        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** No free MAC address was found in several tries. */
    record NoFreeMac(String field) implements PortRefusal {
        @Override
        public String rule() {
            return "no free MAC address was found";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }
}
