package dev.perch.model;

import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;

/** Why an address is not given out. */
public sealed interface AddressRefusal extends Refusal {

    /** The address is of the other family. */
    record AddressWrongFamily(String field, IpAddress address, Family wanted) implements AddressRefusal {
        @Override
        public String rule() {
            return address + " is not an IPv" + wanted.version() + " address";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The address is not in the subnet. */
    record AddressOutsideSubnet(String field, IpAddress address, IpPrefix cidr) implements AddressRefusal {
        @Override
        public String rule() {
            return address + " is not in the subnet's range " + cidr;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The address is one that every subnet keeps for itself. */
    record AddressReserved(String field, IpAddress address, String use) implements AddressRefusal {
        @Override
        public String rule() {
            return address + " is reserved: " + use;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** A port or a virtual IP has the address. */
    record AddressInUse(String field, IpAddress address, ObjectId owner) implements AddressRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return address + " is in use by the " + owner.kind().word() + " " + names.of(owner);
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Every address of the range is in use or reserved. */
    record NoFreeAddress(String field, IpPrefix cidr) implements AddressRefusal {
        @Override
        public String rule() {
            return "every address of " + cidr + " is in use or reserved";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Neither family was asked for. */
    record AddressMissing(String field) implements AddressRefusal {
        @Override
        public String rule() {
            return "at least one address is needed, IPv4 or IPv6";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }
}
