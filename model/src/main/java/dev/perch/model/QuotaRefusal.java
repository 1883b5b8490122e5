package dev.perch.model;

/** Why something about a quota is refused. */
public sealed interface QuotaRefusal extends Refusal {

    /** The project, or the VPC or route table that things of this type are counted in, has as many as it may have. */
    record QuotaExceeded(String field, Quota.Type type, long limit) implements QuotaRefusal {
        @Override
        public String rule() {
            return "the quota of type " + type.word() + " is used up: at most " + limit
                    + switch (type) {
                        case VPC, SUBNET, SECURITY_GROUP, SECURITY_GROUP_RULE, EIP, PEERING -> " in the project";
                        case ROUTE_TABLE -> " in a VPC";
                        case ROUTE -> " in a route table";
                    };
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** A limit is a number of things. */
    record QuotaInvalid(String field, long limit) implements QuotaRefusal {
        @Override
        public String rule() {
            return "a limit is 0 to " + Integer.MAX_VALUE + ", or -1 for none; not " + limit;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }
}
