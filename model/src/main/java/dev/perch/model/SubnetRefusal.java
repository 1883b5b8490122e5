package dev.perch.model;

import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;

/** Why something about a subnet is refused. */
public sealed interface SubnetRefusal extends Refusal {

    /** The CIDR is of the wrong family, too long, too short, or has host bits set. */
    record SubnetCidrInvalid(String field, IpPrefix cidr, String rule) implements SubnetRefusal {
        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The CIDR is not inside that of the VPC. */
    record SubnetOutsideVpc(String field, IpPrefix cidr, IpPrefix vpcCidr) implements SubnetRefusal {
        @Override
        public String rule() {
            return cidr + " is not inside the VPC's CIDR " + vpcCidr;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The CIDR shares addresses with another subnet of the VPC. */
    record SubnetOverlaps(String field, IpPrefix cidr, String other, IpPrefix otherCidr) implements SubnetRefusal {
        @Override
        public String rule() {
            return cidr + " overlaps " + otherCidr + " of the subnet '" + other + "'";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** The subnet is of another VPC than the caller says. */
    record SubnetInOtherVpc(String field, String subnet, String vpc) implements SubnetRefusal {
        @Override
        public String rule() {
            return "the subnet '" + subnet + "' is not in the VPC " + vpc;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The gateway is not an address that hosts of the subnet can have. */
    record GatewayInvalid(String field, IpAddress gateway, IpPrefix cidr) implements SubnetRefusal {
        @Override
        public String rule() {
            return "a gateway lies in its subnet and is neither the first nor the last address; " + gateway
                    + " does not fit " + cidr;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The subnet has no range of the family. */
    record SubnetLacksFamily(String field, String subnet, Family family) implements SubnetRefusal {
        @Override
        public String rule() {
            return "the subnet '" + subnet + "' has no IPv" + family.version() + " range";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The subnet still has ports or virtual IPs. */
    record SubnetNotEmpty(String field, String subnet, long ports, long vips) implements SubnetRefusal {
        @Override
        public String rule() {
            return "the subnet '" + subnet + "' still has " + ports + (ports == 1 ? " port" : " ports") + " and " + vips
                    + (vips == 1 ? " virtual IP" : " virtual IPs");
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }
}
