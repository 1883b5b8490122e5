package dev.perch.api.huawei;

import dev.perch.api.http.Fields;
import dev.perch.api.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** DHCP options of subnets and ports, which are kept to be given back: nothing here speaks DHCP. */
final class DhcpOptions {
    private static final int MOST = 16;

    private DhcpOptions() {}

    /** Those of a body, as a JSON text; empty when it says nothing of them. */
    static Optional<String> read(Fields holder, Set<String> names) {
        return holder.objects("extra_dhcp_opts", MOST)
                .map(options -> Json.text(
                        options.stream().map(option -> read(names, option)).toList()));
    }

    private static Map<String, String> read(Set<String> names, Fields option) {
        String name = option.requiredText("opt_name");
        if (!names.contains(name)) {
            throw option.broken(
                    "opt_name", "must be one of " + names.stream().sorted().toList());
        }
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("opt_name", name);
        kept.put("opt_value", option.text("opt_value").orElse(null));
        return kept;
    }
}
