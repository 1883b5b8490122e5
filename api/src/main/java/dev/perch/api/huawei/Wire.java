package dev.perch.api.huawei;

import dev.perch.api.http.Fields;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Query;
import dev.perch.control.Page;
import dev.perch.model.Meta;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Small forms that all calls of this dialect share. */
final class Wire {
    /** The attribute that keeps the enterprise project; {@code 0} is the default one. */
    static final String ENTERPRISE_PROJECT = "enterprise_project_id";

    private Wire() {}

    /** {@code 2025-01-02T03:04:05Z}: the form that every client reads. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code limit} (default and most 2000) and {@code marker}; an empty marker is the start. */
    static Page page(Query query) {
        return new Page(query.integer("limit", 0, Page.MOST).orElse(Page.MOST), query.first("marker"));
    }

    /** What meets the filter by enterprise project; {@code all_granted_eps} is all of them. */
    static Predicate<Meta> inEnterpriseProject(Query query) {
        Optional<String> wanted = wantedEnterpriseProject(query);
        return meta -> wanted.isEmpty() || wanted.get().equals(meta.attributes().getOrDefault(ENTERPRISE_PROJECT, "0"));
    }

    /** The family of an {@code ip_version} in a query. */
    static Family family(String version) {
        return switch (version) {
            case "4" -> Family.IPV4;
            case "6" -> Family.IPV6;
            default -> throw new Malformation("ip_version", "must be 4 or 6");
        };
    }

    /** Whether a filter by enterprise project leaves anything of what is always in the default one. */
    static boolean inDefaultEnterpriseProject(Query query) {
        return wantedEnterpriseProject(query).filter(id -> !id.equals("0")).isEmpty();
    }

    private static Optional<String> wantedEnterpriseProject(Query query) {
        return query.first(ENTERPRISE_PROJECT).filter(id -> !id.equals("all_granted_eps"));
    }

    /** Whether a member is one of the values that a query lists for it; any member is when it lists none. */
    static boolean anyOf(Query query, String key, String is) {
        return query.all(key).isEmpty() || query.all(key).contains(is);
    }

    /** A text where the empty one means the same as none. */
    static Optional<String> filled(Fields fields, String name) {
        return fields.text(name).filter(text -> !text.isEmpty());
    }

    /** A CIDR where the empty text means the same as none. */
    static Optional<IpPrefix> cidr(Fields fields, String name) {
        return filled(fields, name).isEmpty() ? Optional.empty() : fields.text(name, IpPrefix::parse);
    }

    /** Keeps a text to be given back as sent. */
    static void keep(Map<String, String> attributes, Fields fields, String name) {
        fields.text(name).ifPresent(text -> attributes.put(name, text));
    }
}
