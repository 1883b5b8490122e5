package dev.perch.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.http.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of objects that can be listed, and the columns that people see of them. */
public enum Kind {
    VPCS(
            "vpc",
            column("NAME", "name"),
            column("CIDR", "cidr"),
            id(),
            column("CREATED", "created_at").onlyWide()),
    SUBNETS(
            "subnet",
            column("NAME", "name"),
            column("VPC", "vpc_name"),
            column("CIDR", "cidr"),
            column("GATEWAY", "gateway"),
            column("CIDR-V6", "cidr_v6"),
            column("GATEWAY-V6", "gateway_v6").onlyWide(),
            id()),
    PORTS(
            "port",
            column("NAME", "name"),
            column("SERVER", "server_name"),
            Column.of("ADDRESSES", row -> list(row.path("addresses"))),
            column("MAC", "mac"),
            Column.of("CHECK", row -> row.path("check").asBoolean() ? "on" : "off"),
            column("LINK", "link"),
            Column.of("VIPS", row -> names(row.path("bound_vips"))),
            Column.of("DROPS", row -> drops(row.path("drops"))),
            Column.of("GROUPS", row -> names(row.path("security_groups"))).onlyWide(),
            Column.of("PAIRS", row -> list(row.path("pairs"))).onlyWide(),
            id()),
    SERVERS(
            "server",
            column("NAME", "name"),
            column("STATE", "state"),
            column("POWER", "power"),
            Column.of("ADDRESSES", Kind::nics),
            column("DETAIL", "detail"),
            column("PID", "pid").onlyWide(),
            column("SINCE", "since").onlyWide(),
            id()),
    VIPS(
            "vip",
            column("NAME", "name"),
            Column.of("ADDRESSES", row -> list(row.path("addresses"))),
            column("SUBNET", "subnet_name"),
            Column.of("HOLDER", Kind::holder),
            Column.of("BOUND", row -> bound(row.path("bindings"))),
            Column.of("WARNINGS", row -> count(row.path("warnings"))),
            column("VRID", "vrid").onlyWide(),
            Column.of("EIPS", row -> Targets.addresses(row.path("eips"))).onlyWide(),
            id()),
    EIPS(
            "eip",
            column("NAME", "name"),
            column("ADDRESS", "address"),
            Column.of("BOUND", row -> Targets.named(row.path("bound"))),
            Column.of("HOLDER", row -> Targets.holder(row.path("holder"))),
            Column.of("LIMIT", row -> limit(row.path("bandwidth"))),
            column("STATUS", "status"),
            Column.of("DROPS", row -> nonzero(row.path("no_holder_drops").asLong())),
            id()),
    PEERINGS(
            "peering",
            column("NAME", "name"),
            column("STATUS", "status"),
            Column.of("FROM", row -> Targets.side(row.path("requester"))),
            Column.of("TO", row -> Targets.side(row.path("accepter"))),
            column("FROM-PROJECT", "requester/project").onlyWide(),
            column("TO-PROJECT", "accepter/project").onlyWide(),
            id()),
    ROUTE_TABLES(
            "route-table",
            column("NAME", "name"),
            column("VPC", "vpc/name"),
            Column.of("DEFAULT", row -> row.path("default").asBoolean() ? "yes" : "no"),
            Column.of("SUBNETS", row -> names(row.path("subnets"))),
            Column.of("ROUTES", row -> count(row.path("routes"))),
            Column.of("BLACKHOLES", row -> nonzero(RouteTableSheet.blackholes(row))),
            id()),
    SECURITY_GROUPS(
            "security-group",
            column("NAME", "name"),
            Column.of("RULES", row -> count(row.path("rules"))),
            column("PORTS", "ports"),
            column("DESCRIPTION", "description"),
            id()),
    QUOTAS(
            "quota",
            column("TYPE", "type"),
            column("USED", "used"),
            Column.of("LIMIT", row -> quota(row.path("limit")))),
    EVENTS(
            "event",
            column("SEQ", "sequence"),
            column("AT", "at"),
            column("TYPE", "type"),
            Column.of("SUBJECT", row -> subject(row)).onlyWide(),
            column("MESSAGE", "message")),
    AUDIT(
            "audit",
            column("SEQ", "sequence"),
            column("AT", "at"),
            column("ACTOR", "actor"),
            column("OPERATION", "operation"),
            Column.of("SUBJECT", row -> subject(row)),
            column("REVISION", "revision"));

    private final String singular;
    private final List<Column> columns;

    Kind(String singular, Column... columns) {
        this.singular = singular;
        this.columns = List.of(columns);
    }

    /** One of them, as in {@code explain vip/web}. */
    public String singular() {
        return singular;
    }

    /** All of them, as in the operator API's paths. */
    public String plural() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public List<Column> columns() {
        return columns;
    }

    private static Column column(String header, String path) {
        return Column.of(header, path);
    }

    private static Column id() {
        return Column.of("ID", "id").onlyWide();
    }

    static String list(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
    }

    static String names(JsonNode array) {
        return array.valueStream().map(row -> Json.text(row, "name")).collect(Collectors.joining(","));
    }

    private static String count(JsonNode array) {
        return array.isEmpty() ? "" : String.valueOf(array.size());
    }

    private static String limit(JsonNode megabits) {
        return megabits.isNumber() ? megabits.asText() + " Mbit/s" : "";
    }

    private static String quota(JsonNode limit) {
        return limit.asLong() < 0 ? "unlimited" : limit.asText();
    }

    private static String nics(JsonNode server) {
        return server.path("nics")
                .valueStream()
                .map(nic -> list(nic.path("addresses")))
                .collect(Collectors.joining(" "));
    }

    /** Packets by why they were dropped, the most frequent reason first. */
    private static String drops(JsonNode reasons) {
        return reasons.propertyStream()
                .filter(reason -> reason.getValue().asLong() > 0)
                .sorted(Comparator.comparingLong(reason -> -reason.getValue().asLong()))
                .map(reason -> reason.getKey() + " " + reason.getValue().asLong())
                .collect(Collectors.joining(", "));
    }

    private static String nonzero(long number) {
        return number == 0 ? "" : String.valueOf(number);
    }

    /** Who holds a VIP: one name when both families agree. */
    private static String holder(JsonNode vip) {
        List<JsonNode> holders = vip.path("holders").valueStream().toList();
        List<String> names = holders.stream().map(Holders::orNobody).distinct().toList();
        if (names.size() == 1) {
            return names.getFirst();
        }
        return holders.stream()
                .map(holder -> Json.text(holder, "family") + "=" + Holders.orNobody(holder))
                .collect(Collectors.joining(","));
    }

    private static String bound(JsonNode bindings) {
        return bindings.valueStream().map(Holders::name).distinct().collect(Collectors.joining(","));
    }

    private static String subject(JsonNode row) {
        String kind = Json.text(row, "subject_kind");
        return kind.isEmpty() ? "" : kind + "/" + Json.text(row, "subject");
    }
}
