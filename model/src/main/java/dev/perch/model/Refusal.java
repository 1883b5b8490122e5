package dev.perch.model;

import java.util.Locale;

/**
 * An expected no. One record per rule, in the file of the noun that it is about; each dialect renders them once.
 * {@link #code()} is the record's name in kebab case, so renaming a record changes what clients see.
 */
public sealed interface Refusal
        permits AddressRefusal,
                EipRefusal,
                GroupRefusal,
                NameRefusal,
                PeeringRefusal,
                PortRefusal,
                QuotaRefusal,
                Refusal.At,
                RouteRefusal,
                ServerRefusal,
                SubnetRefusal,
                TagRefusal,
                VipRefusal,
                VpcRefusal {

    /** The path of the field that the caller has to change, e.g. {@code cidr} or {@code vips[0].bind[1]}; may be empty. */
    String field();

    /** The rule that was broken and the values that break it, as one sentence without the field. */
    String rule();

    /** The rule, with objects called as {@code names} calls them, where it speaks of any. */
    default String rule(Names names) {
        return rule();
    }

    /** What kind of no it is. */
    Sort sort();

    /** A stable word for programs, e.g. {@code subnet-overlaps}. */
    default String code() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** One sentence for people: the field, the rule and the values. */
    default String message() {
        return message(Names.IDS);
    }

    /** The same, with objects called as {@code names} calls them. */
    default String message(Names names) {
        return field().isEmpty() ? rule(names) : field() + ": " + rule(names);
    }

    /** The same refusal with {@code path} before its field. */
    default Refusal at(String path) {
        return new At(path, this);
    }

    /** The record of the rule itself, without the path to it. */
    default Refusal root() {
        return this;
    }

    /** How objects are called in sentences. */
    interface Names {
        /** For programs, and where nobody knows better. */
        Names IDS = ObjectId::toString;

        String of(ObjectId id);
    }

    /** The kinds of no. */
    enum Sort {
        /** The request can never be granted as it is written. */
        INVALID,
        /** What it is about does not exist. */
        ABSENT,
        /** The state of things does not allow it now. */
        CONFLICT
    }

    /** A refusal that happened somewhere inside a larger document. */
    record At(String path, Refusal inner) implements Refusal {
        @Override
        public String field() {
            return inner.field().isEmpty() ? path : path + "." + inner.field();
        }

        @Override
        public String rule() {
            return inner.rule();
        }

        @Override
        public String rule(Names names) {
            return inner.rule(names);
        }

        @Override
        public Sort sort() {
            return inner.sort();
        }

        @Override
        public String code() {
            return inner.code();
        }

        @Override
        public Refusal root() {
            return inner.root();
        }
    }
}
