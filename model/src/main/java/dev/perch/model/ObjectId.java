package dev.perch.model;

import java.util.UUID;

/** The identity of an object that a user makes. The kind is part of the identity. */
public sealed interface ObjectId {

    UUID value();

    /** The object's kind. */
    default Kind kind() {
        return switch (this) {
            case VpcId id -> Kind.VPC;
            case SubnetId id -> Kind.SUBNET;
            case PortId id -> Kind.PORT;
            case VipId id -> Kind.VIP;
            case ServerId id -> Kind.SERVER;
            case PeeringId id -> Kind.PEERING;
            case RouteTableId id -> Kind.ROUTE_TABLE;
            case RouteId id -> Kind.ROUTE;
            case EipId id -> Kind.EIP;
            case SecurityGroupId id -> Kind.SECURITY_GROUP;
            case RuleId id -> Kind.RULE;
        };
    }

    /** The identity of an object of a kind. */
    static ObjectId of(Kind kind, UUID value) {
        return switch (kind) {
            case VPC -> new VpcId(value);
            case SUBNET -> new SubnetId(value);
            case PORT -> new PortId(value);
            case VIP -> new VipId(value);
            case SERVER -> new ServerId(value);
            case PEERING -> new PeeringId(value);
            case ROUTE_TABLE -> new RouteTableId(value);
            case ROUTE -> new RouteId(value);
            case EIP -> new EipId(value);
            case SECURITY_GROUP -> new SecurityGroupId(value);
            case RULE -> new RuleId(value);
        };
    }

    /** What kinds of object there are; {@link #word()} is the word users see. */
    enum Kind {
        VPC("vpc"),
        SUBNET("subnet"),
        PORT("port"),
        VIP("vip"),
        SERVER("server"),
        PEERING("peering"),
        ROUTE_TABLE("route-table"),
        ROUTE("route"),
        EIP("eip"),
        SECURITY_GROUP("security-group"),
        RULE("security-group-rule");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    record VpcId(UUID value) implements ObjectId {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    record SubnetId(UUID value) implements ObjectId {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    record PortId(UUID value) implements ObjectId {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    record VipId(UUID value) implements ObjectId {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    record ServerId(UUID value) implements ObjectId {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    record PeeringId(UUID value) implements ObjectId {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    record RouteTableId(UUID value) implements ObjectId {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    record RouteId(UUID value) implements ObjectId {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    record EipId(UUID value) implements ObjectId {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    record SecurityGroupId(UUID value) implements ObjectId {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    record RuleId(UUID value) implements ObjectId {
        @Override
        public String toString() {
            return value.toString();
        }
    }
}
