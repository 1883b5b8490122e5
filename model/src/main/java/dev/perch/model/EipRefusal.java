package dev.perch.model;

import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;

/** Why something about an elastic IP is refused. */
public sealed interface EipRefusal extends Refusal {

    /** The address is not in the pool of its family. */
    record EipOutsidePool(String field, IpAddress address, IpPrefix pool) implements EipRefusal {
        @Override
        public String rule() {
            return address + " is not in the pool of EIPs " + pool;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The address is one that the provider network keeps for itself. */
    record EipReserved(String field, IpAddress address, String use) implements EipRefusal {
        @Override
        public String rule() {
            return address + " is reserved: " + use;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** Another EIP has the address. It may be another project's, so it is not named. */
    record EipInUse(String field, IpAddress address) implements EipRefusal {
        @Override
        public String rule() {
            return address + " is another EIP";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Every address of the pool is an EIP or reserved. */
    record NoFreeEip(String field, IpPrefix pool) implements EipRefusal {
        @Override
        public String rule() {
            return "every address of " + pool + " is an EIP or reserved";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** The EIP is bound to something else. */
    record EipBound(String field, EipId eip, ObjectId target) implements EipRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the EIP " + names.of(eip) + " is bound to the "
                    + target.kind().word() + " " + names.of(target) + "; unbind it first";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** A bound EIP is not released. */
    record EipNotReleasable(String field, EipId eip, ObjectId target) implements EipRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the EIP " + names.of(eip) + " is bound to the "
                    + target.kind().word() + " " + names.of(target) + "; unbind it before it is released";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** An address has one EIP. */
    record TargetHasEip(String field, ObjectId target, Family family, EipId eip) implements EipRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the " + target.kind().word() + " " + names.of(target) + " has an IPv" + family.version()
                    + " EIP already: " + names.of(eip);
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** An EIP stands for an address of its own family, and the target has none. */
    record TargetLacksFamily(String field, ObjectId target, Family family) implements EipRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the " + target.kind().word() + " " + names.of(target) + " has no IPv" + family.version()
                    + " address that the EIP could stand for";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** A virtual IP that reaches its VPC only has no EIP. */
    record VipWithinVpc(String field, VipId vip) implements EipRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the virtual IP " + names.of(vip)
                    + " works within its VPC only, because it was made without an owner; an EIP needs one made as a virtual IP";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** What has an EIP is not deleted. */
    record HasEip(String field, ObjectId object, EipId eip) implements EipRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the " + object.kind().word() + " " + names.of(object) + " has the EIP " + names.of(eip)
                    + "; unbind it first";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Nothing that an EIP can be bound to has this id. */
    record EipTargetAbsent(String field, String id) implements EipRefusal {
        @Override
        public String rule() {
            return "there is no port or virtual IP '" + id + "'";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** A rate is 1 to 2000 Mbit/s. */
    record BandwidthInvalid(String field, int megabits) implements EipRefusal {
        @Override
        public String rule() {
            return "a bandwidth is 1 to " + EipRules.FASTEST + " Mbit/s, or none; not " + megabits;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }
}
