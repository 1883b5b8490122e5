package dev.perch.model;

import java.util.Optional;

/**
 * How many of a type a project has, and may have.
 *
 * @param used  for what is counted in each VPC or route table: in the one that has most
 * @param limit empty when there is none
 */
public record Quota(Type type, long used, Optional<Long> limit) {

    /** What is counted. */
    public enum Type {
        VPC(ObjectId.Kind.VPC),
        SUBNET(ObjectId.Kind.SUBNET),
        SECURITY_GROUP(ObjectId.Kind.SECURITY_GROUP),
        SECURITY_GROUP_RULE(ObjectId.Kind.RULE),
        EIP(ObjectId.Kind.EIP),
        /** Those that the project asked for. */
        PEERING(ObjectId.Kind.PEERING),
        /** In each VPC. */
        ROUTE_TABLE(ObjectId.Kind.ROUTE_TABLE),
        /** In each route table. */
        ROUTE(ObjectId.Kind.ROUTE);

        private final ObjectId.Kind kind;

        Type(ObjectId.Kind kind) {
            this.kind = kind;
        }

        /** The word users see. */
        public String word() {
            return kind.word();
        }
    }

    /** One more is made only below the limit. */
    public static Optional<Refusal> room(Type type, Optional<Long> limit, long used) {
        return limit.filter(most -> used >= most).map(most -> new QuotaRefusal.QuotaExceeded("", type, most));
    }

    /** A limit is not negative. */
    public static Optional<Refusal> limit(String field, Optional<Long> limit) {
        return limit.filter(most -> most < 0 || most > Integer.MAX_VALUE)
                .map(most -> new QuotaRefusal.QuotaInvalid(field, most));
    }
}
