package dev.perch.model;

import dev.perch.net.Family;
import dev.perch.net.IpPrefix;

/** Why something about a route or a route table is refused. */
public sealed interface RouteRefusal extends Refusal {

    /** The destination is no block of unicast addresses that could lie elsewhere. */
    record DestinationInvalid(String field, IpPrefix destination, String why) implements RouteRefusal {
        @Override
        public String rule() {
            return "a route's destination is a block of unicast addresses; " + destination + " " + why;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The destination lies inside the VPC, where the VPC's router delivers itself. */
    record DestinationLocal(String field, IpPrefix destination, IpPrefix local, String vpc) implements RouteRefusal {
        @Override
        public String rule() {
            return destination + " lies in " + local + ", which is local to the VPC '" + vpc + "'";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The table has a route for the destination. */
    record RouteExists(String field, IpPrefix destination, String table) implements RouteRefusal {
        @Override
        public String rule() {
            return "the route table '" + table + "' has a route for " + destination;
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** The table is full. */
    record TooManyRoutes(String field, String table, int most) implements RouteRefusal {
        @Override
        public String rule() {
            return "a route table has at most " + most + " routes; '" + table + "' would have more";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** The next hop has nothing to do with the table's VPC. */
    record NextHopOutsideVpc(String field, String kind, String hop, String vpc) implements RouteRefusal {
        @Override
        public String rule() {
            return "the " + kind + " '" + hop + "' is not in the VPC '" + vpc + "' of the route table";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The next hop has no address of the destination's family. */
    record NextHopLacksFamily(String field, String kind, String hop, Family family) implements RouteRefusal {
        @Override
        public String rule() {
            return "the " + kind + " '" + hop + "' has no IPv" + family.version() + " address";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** Next hops of this kind do not exist here. */
    record NextHopUnsupported(String field, String kind) implements RouteRefusal {
        @Override
        public String rule() {
            return "a next hop of type '" + kind
                    + "' is not supported yet; supported are ecs, eni, vip and peering (server, port, vip, peering)";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** A VPC always has its default table. */
    record DefaultTableStays(String field, String table) implements RouteRefusal {
        @Override
        public String rule() {
            return "'" + table + "' is the default route table of its VPC and goes only with it";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Subnets still use the table. */
    record TableAssociated(String field, String table, long subnets) implements RouteRefusal {
        @Override
        public String rule() {
            return "the route table '" + table + "' is still associated with " + subnets
                    + (subnets == 1 ? " subnet" : " subnets");
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** The subnet is of another VPC than the table. */
    record SubnetOutsideTable(String field, String subnet, String table, String vpc) implements RouteRefusal {
        @Override
        public String rule() {
            return "the subnet '" + subnet + "' is not in the VPC '" + vpc + "' of the route table '" + table + "'";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }
}
