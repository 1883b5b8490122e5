package dev.perch.model;

import dev.perch.net.IpPrefix;

/** Why something about a VPC is refused. */
public sealed interface VpcRefusal extends Refusal {

    /** The CIDR is outside the private blocks, or its length is. */
    record VpcCidrInvalid(String field, IpPrefix cidr, String why) implements VpcRefusal {
        @Override
        public String rule() {
            return "a VPC's CIDR lies in 10.0.0.0/8 (length 8 to 28), 172.16.0.0/12 (12 to 28) or 192.168.0.0/16 (16 to 28); "
                    + cidr + " " + why;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The new CIDR would leave a subnet outside. */
    record VpcCidrExcludesSubnet(String field, IpPrefix cidr, String subnet, IpPrefix subnetCidr)
            implements VpcRefusal {
        @Override
        public String rule() {
            return cidr + " does not contain the subnet '" + subnet + "' (" + subnetCidr + ")";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** The VPC still has subnets. */
    record VpcNotEmpty(String field, String vpc, long subnets) implements VpcRefusal {
        @Override
        public String rule() {
            return "the VPC '" + vpc + "' still has " + subnets + (subnets == 1 ? " subnet" : " subnets");
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Security groups were made for the VPC. */
    record VpcHasGroups(String field, String vpc, long groups) implements VpcRefusal {
        @Override
        public String rule() {
            return "the VPC '" + vpc + "' still has " + groups + (groups == 1 ? " security group" : " security groups");
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Routes are left in the VPC's route tables. */
    record VpcHasRoutes(String field, String vpc, long routes) implements VpcRefusal {
        @Override
        public String rule() {
            return "the VPC '" + vpc + "' still has " + routes + (routes == 1 ? " route" : " routes");
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }
}
