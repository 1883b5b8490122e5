package dev.perch.api.huawei;

import dev.perch.api.http.Fields;
import dev.perch.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a body says of a subnet's DNS servers: all of them, in {@code dnsList}, or the first two by name. The whole list wins over
 * the two; what is not said stays, and an empty list clears.
 */
record Dns(Optional<List<String>> list, Optional<String> primary, Optional<String> secondary) {
    private static final int MOST = 10;

    static Dns read(Fields subnet) {
        Dns dns = new Dns(
                subnet.texts("dnsList", MOST),
                Wire.filled(subnet, "primary_dns"),
                Wire.filled(subnet, "secondary_dns"));
        dns.over(List.of()).stream()
                .filter(server -> IpAddress.parse(server).toOptional().isEmpty())
                .findFirst()
                .ifPresent(server -> {
                    throw subnet.broken("dnsList", "must hold IP addresses, not '" + server + "'");
                });
        return dns;
    }

    /** The servers as they are to be, over those that there are. */
    List<String> over(List<String> now) {
        List<String> servers = new ArrayList<>(list.orElse(now));
        if (list.isEmpty() || list.get().isEmpty()) {
            primary.ifPresent(server -> put(servers, 0, server));
            secondary.ifPresent(server -> put(servers, 1, server));
        }
        return servers;
    }

    private static void put(List<String> servers, int index, String server) {
        if (index < servers.size()) {
            servers.set(index, server);
        } else {
            servers.add(server);
        }
    }
}
