package dev.perch.model;

import dev.perch.net.IpAddress;

/** Which address of a family somebody wants. */
public sealed interface AddressChoice {

    /** None of this family. */
    record None() implements AddressChoice {}

    /** The lowest free one. */
    record First() implements AddressChoice {}

    /** The highest free one. */
    record Last() implements AddressChoice {}

    /** The lowest free one, when the subnet has the family at all. */
    record FirstIfOffered() implements AddressChoice {}

    /** This one. */
    record Exactly(IpAddress address) implements AddressChoice {}

    AddressChoice NONE = new None();
    AddressChoice FIRST = new First();
    AddressChoice LAST = new Last();
    AddressChoice FIRST_IF_OFFERED = new FirstIfOffered();

    static AddressChoice exactly(IpAddress address) {
        return new Exactly(address);
    }
}
