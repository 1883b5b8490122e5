package dev.perch.fabric.linux;

import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the kernel objects of one Perch instance are called. Links have at most 15 characters (IFNAMSIZ), hence twelve
 * digits of the id; the alias has all of it.
 *
 * @param tag six hexadecimal digits
 */
record Names(String tag) {
    private static final Pattern ALIAS = Pattern.compile("perch:([0-9a-f]{6}):([a-z-]+):([0-9a-f-]{36})(?: (.*))?");

    Names {
        if (!tag.matches("[0-9a-f]{6}")) {
            throw new IllegalArgumentException("an instance tag is six hexadecimal digits, not '" + tag + "'");
        }
    }

    String namespacePrefix() {
        return "perch-" + tag + "-v-";
    }

    String namespace(VpcId vpc) {
        return namespacePrefix() + digits(vpc);
    }

    static String bridge(SubnetId subnet) {
        return "b-" + digits(subnet);
    }

    static String link(PortId port) {
        return "p-" + digits(port);
    }

    /** Both ends of a peering. */
    static String link(PeeringId peering) {
        return "x-" + digits(peering);
    }

    /** Whether a link in one of our namespaces is called as ours are. */
    static boolean isOurs(String link) {
        return link.matches("[bpx]-[0-9a-f]{12}");
    }

    static boolean isBridge(String link) {
        return link.startsWith("b-");
    }

    static boolean isPeering(String link) {
        return link.startsWith("x-");
    }

    /** The mark of a link. */
    String alias(ObjectId object) {
        return "perch:" + tag + ":" + object.kind().word() + ":" + object.value();
    }

    /** The mark of a port's or a peering's link, with the name that the other end got. */
    String alias(ObjectId object, String interfaceName) {
        return alias(object) + " " + interfaceName;
    }

    /** A mark that was read. */
    record Mark(ObjectId object, String interfaceName) {}

    /** The mark, when it is one of this instance. */
    Optional<Mark> mark(String alias) {
        Matcher matcher = ALIAS.matcher(alias);
        if (!matcher.matches() || !matcher.group(1).equals(tag)) {
            return Optional.empty();
        }
        String rest = matcher.group(4) == null ? "" : matcher.group(4);
        return object(matcher.group(2), matcher.group(3)).map(object -> new Mark(object, rest));
    }

    private static Optional<ObjectId> object(String kind, String id) {
        UUID uuid = UUID.fromString(id);
        for (ObjectId.Kind candidate : ObjectId.Kind.values()) {
            if (candidate.word().equals(kind)) {
                return Optional.of(ObjectId.of(candidate, uuid));
            }
        }
        return Optional.empty();
    }

    private static String digits(ObjectId object) {
        return object.value().toString().replace("-", "").substring(0, 12);
    }
}
