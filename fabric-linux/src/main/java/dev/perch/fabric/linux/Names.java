package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.MacAddress;
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
    /** Locally administered, like those of routers, and apart from them. */
    private static final long HOST_MAC_PREFIX = 0x0250_5600_0000L;

    private static final long PROVIDER_MAC_PREFIX = 0x0250_5700_0000L;
    private static final long UPLINK_MAC_PREFIX = 0x0600_0000_0000L;

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
        return vpc.equals(PROVIDER_NETWORK)
                ? "perch-" + tag + "-x-" + PROVIDER_BRIDGE
                : namespacePrefix() + digits(vpc);
    }

    /** The bridge of the provider network, in its namespace. */
    static final String PROVIDER_BRIDGE = "provider";

    /** The provider network's end of its connection to the host. */
    static final String TO_HOST = "host";

    /** The host's end of its connection to the provider network. */
    String hostLink() {
        return "perch-" + tag;
    }

    /** The MAC of the host's end. */
    MacAddress hostMac() {
        return new MacAddress(HOST_MAC_PREFIX | Integer.parseInt(tag, 16));
    }

    /** The MAC of the provider network's bridge. */
    MacAddress providerMac() {
        return new MacAddress(PROVIDER_MAC_PREFIX | Integer.parseInt(tag, 16));
    }

    /** The MAC of an uplink: 40 bits of the VPC's id, so that those of thousands of VPCs differ. */
    static MacAddress uplinkMac(VpcId vpc) {
        return new MacAddress(UPLINK_MAC_PREFIX | vpc.value().getLeastSignificantBits() & 0xff_ffff_ffffL);
    }

    /** A VPC's connection to the provider network, at both ends. */
    static String uplink(VpcId vpc) {
        return "u-" + digits(vpc);
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
        return link.matches("[bpux]-[0-9a-f]{12}") || link.equals(PROVIDER_BRIDGE) || link.equals(TO_HOST);
    }

    static boolean isBridge(String link) {
        return link.startsWith("b-");
    }

    static boolean isPeering(String link) {
        return link.startsWith("x-");
    }

    /** Whether a link connects a VPC with the outside, or is the provider network's own. */
    static boolean isEdge(String link) {
        return link.startsWith("u-") || link.equals(PROVIDER_BRIDGE) || link.equals(TO_HOST);
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
