package dev.perch.api.huawei;

import dev.perch.api.http.Fields;
import dev.perch.model.Port.AddressPair;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The body of the calls that make or change a port. An absent or {@code null} member leaves a thing as it is; an empty list
 * clears it.
 */
record PortBody(
        Optional<String> network,
        Optional<String> name,
        List<Fixed> fixedIps,
        String owner,
        Optional<List<AddressPair>> pairs,
        Optional<List<String>> groups,
        Map<String, String> attributes) {

    /** Of one port. */
    static final int MOST_GROUPS = 64;

    /** The lease time (RFC 2132, 9.2) is all that can be said of a port. */
    private static final Set<String> DHCP_OPTIONS = Set.of("51");

    /** A wanted address; either part may be left out. */
    record Fixed(Optional<String> subnet, Optional<IpAddress> address) {}

    static PortBody read(Fields body) {
        Fields port = body.requiredObject("port");
        if (!port.flag("admin_state_up").orElse(true)) {
            throw port.broken("admin_state_up", "can only be true");
        }
        List<Fixed> fixed = port.objects("fixed_ips", 2).orElse(List.of()).stream()
                .map(f -> new Fixed(Wire.filled(f, "subnet_id"), address(f, "ip_address")))
                .toList();
        String owner = port.text("device_owner").orElse("");
        if (!owner.isEmpty() && !owner.equals(Owner.VIP)) {
            throw port.broken("device_owner", "must be empty or " + Owner.VIP);
        }
        if (Wire.filled(port, "device_id").isPresent()) {
            throw port.broken("device_id", "cannot be set");
        }
        return new PortBody(
                port.text("network_id"), port.text("name"), fixed, owner, pairs(port), groups(port), attributes(port));
    }

    boolean isVip() {
        return owner.equals(Owner.VIP);
    }

    /** The pairs, each with the text as sent. */
    static Optional<List<AddressPair>> pairs(Fields holder) {
        return holder.objects("allowed_address_pairs", 256)
                .map(list -> list.stream()
                        .map(pair -> {
                            String text = pair.requiredText("ip_address");
                            IpPrefix prefix = pair.requiredText("ip_address", IpPrefix::parse);
                            if (prefix.address().isUnspecified()) {
                                throw pair.broken("ip_address", "must not be 0.0.0.0 or ::, alone or as a block");
                            }
                            Optional<MacAddress> mac =
                                    Wire.filled(pair, "mac_address").isEmpty()
                                            ? Optional.empty()
                                            : pair.text("mac_address", MacAddress::parse);
                            return new AddressPair(text, prefix, mac);
                        })
                        .toList());
    }

    static Optional<IpAddress> address(Fields holder, String name) {
        return Wire.filled(holder, name).isEmpty() ? Optional.empty() : holder.text(name, IpAddress::parse);
    }

    private static Optional<List<String>> groups(Fields port) {
        Optional<List<String>> groups = port.texts("security_groups", MOST_GROUPS);
        if (groups.filter(List::isEmpty).isPresent()) {
            throw port.broken("security_groups", "must not be empty");
        }
        return groups;
    }

    private static Map<String, String> attributes(Fields port) {
        Map<String, String> attributes = new HashMap<>();
        DhcpOptions.read(port, DHCP_OPTIONS).ifPresent(options -> attributes.put(PortWire.DHCP_OPTIONS, options));
        return attributes;
    }
}
