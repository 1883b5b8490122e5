package dev.perch.model;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;

/** Why something about a server is refused. */
public sealed interface ServerRefusal extends Refusal {

    /** A server has 1 to 16 NICs. */
    record NicCountInvalid(String field, int count, int most) implements ServerRefusal {
        @Override
        public String rule() {
            return "a server has 1 to " + most + " NICs, not " + count;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** All NICs of a server are in one VPC. */
    record NicInOtherVpc(String field, String subnet, String vpc, String expected) implements ServerRefusal {
        @Override
        public String rule() {
            return "all NICs of a server are in one VPC: the subnet '" + subnet + "' is in " + vpc + ", not in "
                    + expected;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The port is not a NIC of the server. */
    record NotNicOfServer(String field, PortId port, ServerId server) implements ServerRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the port " + names.of(port) + " is not a NIC of the server " + names.of(server);
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** The primary NIC stays. */
    record PrimaryNicStays(String field, PortId port) implements ServerRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the port " + names.of(port) + " is the primary NIC and cannot be detached";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** The boot script is too long. */
    record UserDataTooLong(String field, int characters, int most) implements ServerRefusal {
        @Override
        public String rule() {
            return "has " + characters + " characters, at most " + most + " are allowed";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }
}
