package dev.perch.api.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.api.http.Json;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Query;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.EipView;
import dev.perch.control.Eips;
import dev.perch.control.Page;
import dev.perch.net.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The list of EIPs of v3. What the store can choose by, it chooses by; the other criteria, and an order other than by id, are
 * for lists that are read as a whole.
 */
record EipV3List(Control control, Caller caller, Query query) {

    /** What is compared with the answer itself; a dot leads into a member. */
    private static final List<String> COMPARED = List.of(
            "type",
            "network_type",
            "publicip_pool_name",
            "status",
            "description",
            "public_ipv6_address",
            "vnic.device_id",
            "vnic.device_owner",
            "vnic.vpc_id",
            "vnic.instance_type",
            "vnic.instance_id",
            "bandwidth.name",
            "bandwidth.share_type",
            "bandwidth.charge_mode",
            "billing_info",
            "associate_instance_type",
            "associate_instance_id",
            "enterprise_project_id",
            "public_border_group");

    private static final List<String> ALIKE =
            List.of("public_ip_address", "public_ipv6_address", "alias", "vnic.private_ip_address", "bandwidth.name");

    private static final String LIKE = "_like";

    private static final Set<String> ORDERS = Set.of(
            "id",
            "public_ip_address",
            "public_ipv6_address",
            "ip_version",
            "created_at",
            "updated_at",
            "public_border_group");

    private static final String EVERY_ENTERPRISE_PROJECT = "all_granted_eps";

    EipV3Wire.Many page(String requestId) {
        int limit = query.integer("limit", 0, Page.MOST).orElse(Page.MOST);
        int offset = query.integer("offset", 0, Integer.MAX_VALUE).orElse(0);
        Optional<String> marker = query.first("marker");
        return simple() && offset == 0 ? stored(requestId, limit, marker) : compared(requestId, limit, offset, marker);
    }

    private EipV3Wire.Many stored(String requestId, int limit, Optional<String> marker) {
        List<EipView> page = control.eips().list(caller, filter(), new Page(limit, marker));
        boolean more = !page.isEmpty()
                && !control.eips()
                        .list(
                                caller,
                                filter(),
                                new Page(
                                        1, Optional.of(page.getLast().eip().id().toString())))
                        .isEmpty();
        return answer(
                requestId,
                page.stream().map(EipV3List::tree).toList(),
                more,
                control.eips().count(caller, filter()));
    }

    private EipV3Wire.Many compared(String requestId, int limit, int offset, Optional<String> marker) {
        List<ObjectNode> found = all().stream()
                .map(EipV3List::tree)
                .filter(this::meets)
                .sorted(order())
                .toList();
        int first = marker.map(id -> after(found, id)).orElse(0);
        int from = (int) Math.min((long) first + offset, found.size());
        int to = (int) Math.min((long) from + limit, found.size());
        return answer(requestId, found.subList(from, to), to < found.size(), found.size());
    }

    private EipV3Wire.Many answer(String requestId, List<ObjectNode> page, boolean more, long total) {
        String first = page.isEmpty() ? null : page.getFirst().path("id").asText();
        String last = page.isEmpty() || !more ? null : page.getLast().path("id").asText();
        List<String> fields = query.all("fields").stream()
                .flatMap(names -> List.of(names.split(",")).stream())
                .filter(name -> !name.isBlank())
                .toList();
        List<JsonNode> shown = new ArrayList<>();
        page.forEach(eip -> shown.add(fields.isEmpty() ? eip : eip.retain(fields)));
        return new EipV3Wire.Many(requestId, shown, new EipV3Wire.PageInfo(first, last, page.size()), total);
    }

    private boolean simple() {
        return query.first("sort_key").filter(key -> !key.equals("id")).isEmpty()
                && !descending()
                && COMPARED.stream().allMatch(key -> wanted(key).isEmpty())
                && ALIKE.stream().allMatch(key -> wanted(key + LIKE).isEmpty());
    }

    private Eips.Filter filter() {
        Set<Family> families = wanted("ip_version").stream().map(Wire::family).collect(Collectors.toSet());
        return new Eips.Filter(
                families.size() == 1 ? families.stream().findFirst() : Optional.empty(),
                wanted("id"),
                wanted("alias"),
                EipCalls.addresses(wanted("public_ip_address")),
                wanted("vnic.port_id"),
                EipCalls.addresses(wanted("vnic.private_ip_address")),
                wanted("bandwidth.id"));
    }

    /** Everything that the store chooses, page by page. */
    private List<EipView> all() {
        List<EipView> all = new ArrayList<>();
        List<EipView> page = control.eips().list(caller, filter(), Page.FIRST);
        while (!page.isEmpty()) {
            all.addAll(page);
            String last = page.getLast().eip().id().toString();
            page = control.eips().list(caller, filter(), new Page(Page.MOST, Optional.of(last)));
        }
        return all;
    }

    private boolean meets(ObjectNode eip) {
        return COMPARED.stream().allMatch(key -> {
                    List<String> values = wanted(key);
                    return values.isEmpty() || values.contains(at(eip, key));
                })
                && ALIKE.stream().allMatch(key -> {
                    List<String> parts = wanted(key + LIKE);
                    return parts.isEmpty() || parts.stream().anyMatch(at(eip, key)::contains);
                });
    }

    private List<String> wanted(String key) {
        return query.all(key).stream()
                .filter(value -> !value.equals(EVERY_ENTERPRISE_PROJECT))
                .toList();
    }

    private Comparator<ObjectNode> order() {
        String key = query.first("sort_key").orElse("id");
        if (!ORDERS.contains(key)) {
            throw new Malformation(
                    "sort_key", "must be one of " + ORDERS.stream().sorted().toList());
        }
        Comparator<ObjectNode> order =
                Comparator.<ObjectNode, String>comparing(eip -> at(eip, key)).thenComparing(eip -> at(eip, "id"));
        return descending() ? order.reversed() : order;
    }

    private boolean descending() {
        return switch (query.first("sort_dir").orElse("asc")) {
            case "asc" -> false;
            case "desc" -> true;
            default -> throw new Malformation("sort_dir", "must be asc or desc");
        };
    }

    private static int after(List<ObjectNode> eips, String id) {
        for (int i = 0; i < eips.size(); i++) {
            if (at(eips.get(i), "id").equals(id)) {
                return i + 1;
            }
        }
        return eips.size();
    }

    private static String at(ObjectNode eip, String key) {
        return eip.at("/" + key.replace('.', '/')).asText("");
    }

    private static ObjectNode tree(EipView view) {
        return (ObjectNode) Json.tree(Json.text(EipV3Wire.of(view)));
    }
}
