package dev.perch.api.ops;

import dev.perch.api.http.Fields;
import dev.perch.model.AddressChoice;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Small forms that the calls of this API share. */
final class Shapes {
    private Shapes() {}

    static String time(Instant instant) {
        return instant.toString();
    }

    static String family(Family family) {
        return switch (family) {
            case IPV4 -> "ipv4";
            case IPV6 -> "ipv6";
        };
    }

    static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The wanted address, or {@code otherwise} when the member is not there. */
    static AddressChoice address(Fields fields, String name, AddressChoice otherwise) {
        Optional<IpAddress> address = fields.text(name, IpAddress::parse);
        return address.map(AddressChoice::exactly).orElse(otherwise);
    }
}
