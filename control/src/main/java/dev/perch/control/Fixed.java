package dev.perch.control;

import dev.perch.model.NameRefusal.FieldImmutable;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Optional;

/** An object that is there already, and what a document says of it that cannot be changed. */
record Fixed(String kind, String name) {

    /** Ends the decision with a no when the document asks for something else. */
    void same(String field, Object is, Object asked) {
        if (!is.toString().equals(asked.toString())) {
            throw new Decision.Refused(new FieldImmutable(field, kind, name, is.toString(), asked.toString()));
        }
    }

    /** As {@link #same}, for the address of a family among those that the object has. */
    void same(String field, Family family, List<IpAddress> is, Optional<IpAddress> asked) {
        String has = is.stream()
                .filter(address -> address.family() == family)
                .findFirst()
                .map(IpAddress::toString)
                .orElse("none");
        asked.ifPresent(address -> same(field, has, address));
    }
}
