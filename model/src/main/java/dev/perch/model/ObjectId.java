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
        };
    }

    /** What kinds of object there are; {@link #word()} is the word users see. */
    enum Kind {
        VPC("vpc"),
        SUBNET("subnet"),
        PORT("port"),
        VIP("vip"),
        SERVER("server");

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
}
