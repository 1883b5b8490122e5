package dev.perch.model;

import dev.perch.model.Port.HostNamespace;
import dev.perch.model.Port.ServerNic;
import dev.perch.model.PortRefusal.AttachmentInvalid;
import dev.perch.model.PortRefusal.PortInUse;
import dev.perch.model.PortRefusal.PortIsServerNic;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may be done with ports. */
public final class PortRules {

    /** Linux: 1 to 15 characters (IFNAMSIZ is 16 with the ending zero), no slash, colon or white space. */
    private static final Pattern INTERFACE = Pattern.compile("[^\\s/:%]{1,15}");

    /** An absolute path without {@code ..}. */
    private static final Pattern NAMESPACE = Pattern.compile("(/[^/\\p{Cntrl}]+){1,16}");

    private PortRules() {}

    /** A foreign namespace is named by an absolute path, the interface by what Linux takes for one. */
    public static Optional<Refusal> attachable(HostNamespace to) {
        if (!NAMESPACE.matcher(to.namespace()).matches()
                || to.namespace().contains("/..")
                || to.namespace().length() > 255) {
            return Optional.of(new AttachmentInvalid(
                    "attachment.namespace",
                    "a namespace is the absolute path of its file, not '" + to.namespace() + "'"));
        }
        String name = to.interfaceName();
        return INTERFACE.matcher(name).matches() && !name.equals(".") && !name.equals("..")
                ? Optional.empty()
                : Optional.of(new AttachmentInvalid(
                        "attachment.interface",
                        "an interface name has 1 to 15 characters without white space, '/', ':' and '%'; '" + name
                                + "' does not fit"));
    }

    /** Nothing is plugged in. */
    public static Optional<Refusal> vacant(String field, Port port) {
        return port.attachment().map(attachment -> switch (attachment) {
            case ServerNic nic -> new PortInUse(field, port.id(), "the server " + nic.server());
            case HostNamespace host ->
                new PortInUse(field, port.id(), host.interfaceName() + " in " + host.namespace());
        });
    }

    /** A server's NIC is not deleted or unplugged by itself. */
    public static Optional<Refusal> notServerNic(String field, Port port) {
        return port.server().map(server -> new PortIsServerNic(field, port.id(), server));
    }
}
