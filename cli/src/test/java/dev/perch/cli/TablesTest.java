package dev.perch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.cli.show.Kind;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TablesTest {
    private FakeDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = new FakeDaemon()
                .on("GET health", 200, Samples.HEALTH)
                .on("GET vpcs", 200, "{\"vpcs\":[" + Samples.VPC + "]}")
                .on("GET subnets", 200, "{\"subnets\":[" + Samples.SUBNET + "]}")
                .on("GET ports", 200, "{\"ports\":[" + Samples.PORT + "]}")
                .on("GET servers", 200, "{\"servers\":[" + Samples.SERVER + "]}")
                .on("GET vips", 200, "{\"vips\":[" + Samples.VIP + "]}")
                .on("GET eips", 200, "{\"eips\":[" + Samples.EIP + "," + Samples.EIP_UNBOUND + "]}")
                .on("GET peerings", 200, "{\"peerings\":[" + Samples.PEERING + "]}")
                .on("GET route-tables", 200, "{\"route_tables\":[" + Samples.ROUTE_TABLE + "]}")
                .on("GET route-tables/demo", 200, Samples.ROUTE_TABLE)
                .on("GET security-groups", 200, "{\"security_groups\":[" + Samples.SECURITY_GROUP + "]}")
                .on("GET security-groups/web", 200, Samples.SECURITY_GROUP)
                .on("GET quotas", 200, Samples.QUOTAS)
                .on("GET vips/web", 200, Samples.VIP)
                .on("GET vips/web/moves", 200, "{\"moves\":[" + Samples.MOVE + "]}")
                .on("GET vips/web/drills", 200, "{\"drills\":[" + Samples.DRILL + "]}");
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void eachKindHasItsColumns() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Kind shown : EnumSet.complementOf(EnumSet.of(Kind.EVENTS, Kind.AUDIT))) {
            String kind = shown.plural();
            all.append("$ perch get ").append(kind).append('\n').append(good("get", kind));
            all.append("$ perch get ").append(kind).append(" -o wide\n").append(good("get", kind, "-o", "wide"));
        }
        Golden.check("get", all.toString());
    }

    @Test
    void anEmptyListIsItsHeader() {
        daemon.on("GET vpcs", 200, "{\"vpcs\":[]}");
        good("get", "vpcs");
        assertThat(good("get", "vpcs")).isEqualTo("NAME  CIDR\n");
    }

    @Test
    void eventsAndAuditAreListed() throws IOException {
        daemon.on(
                "GET events",
                200,
                "{\"events\":[{\"sequence\":7,\"at\":\"2026-11-23T11:59:00Z\",\"type\":\"vip.moved\","
                        + "\"subject_kind\":\"vip\",\"subject\":\"v\",\"message\":\"web moved\\nto web-b\",\"data\":{}}]}");
        daemon.on(
                "GET audit",
                200,
                "{\"audit\":[{\"sequence\":1,\"at\":\"2026-11-23T11:00:00Z\",\"actor\":\"bootstrap\","
                        + "\"operation\":\"vpc.create\",\"subject_kind\":\"vpc\",\"subject\":\"v\",\"revision\":2}]}");
        Golden.check("recorded", good("get", "events", "-o", "wide") + good("get", "audit", "--after", "0"));
    }

    @Test
    void aVipIsShownWithItsHoldersItsBindingsAndWhatIsWrong() throws IOException {
        Golden.check("vip-show", good("vip", "show", "web"));
    }

    @Test
    void aRouteTableIsShownWithItsRoutesAndAGroupWithItsRules() throws IOException {
        Golden.check(
                "sheets",
                good("route-table", "show", "demo") + "\n" + good("security-group", "show", "web") + "\n"
                        + good("get", "security-groups", "web", "-o", "wide"));
    }

    @Test
    void movesTellFromToCauseAndEvidence() throws IOException {
        Golden.check("vip-move-log", good("vip", "move-log", "web"));
    }

    @Test
    void aDrillIsATimelineAndTheOutagePerVantagePoint() throws IOException {
        daemon.on("POST vips/web/drills", 200, "{\"result\":" + Samples.oneLine(Samples.DRILL) + "}\n");
        Golden.check("vip-drill", good("vip", "drill", "web") + good("vip", "drills", "web"));
    }

    @Test
    void statusTellsTheDaemonsHealthAndTheHolders() throws IOException {
        String idle = good("status").replace(daemon.url(), "URL");
        daemon.on("GET health", 200, Samples.HEALTH_BUSY);
        good("status");
        String busy = good("status").replace(daemon.url(), "URL");
        Golden.check("status", idle + "\n" + busy);
    }

    @Test
    void anExplanationHasDesiredObservedPlanAndHolder() throws IOException {
        daemon.on(
                "GET explain/vip/web",
                200,
                "{\"object\":\"vip web\",\"desired\":[\"port p1 may claim 10.0.0.100\"],\"observed\":[],"
                        + "\"plan\":[{\"op\":\"add-element\",\"set\":\"claims\"}],\"holder\":[{\"family\":\"ipv4\",\"address\":\"10.0.0.100\",\"port_id\":null}],\"moves\":["
                        + Samples.MOVE + "],\"notes\":[\"repaired 2 s ago\"]}");
        Golden.check("explain", good("explain", "vip/web"));
        assertThat(good("explain", "vip", "web")).isEqualTo(good("explain", "vip/web"));
    }

    @Test
    void helpIsComplete() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String word : new String[] {
            "",
            "up",
            "apply",
            "get",
            "vip",
            "vip drill",
            "server create",
            "exec",
            "eip bind",
            "route add",
            "security-group rule add"
        }) {
            all.append("$ perch ").append(word).append(" --help\n");
            all.append(good((word + " --help").strip().split(" "))).append('\n');
        }
        Golden.check("help", all.toString());
    }

    @Test
    void coloursAreForTerminalsThatWantThem() {
        Map<String, String> here = Map.of("PERCH_URL", daemon.url(), "PERCH_TOKEN", FakeDaemon.TOKEN);
        assertThat(Ran.onTerminal(here, "get", "vpcs").out()).contains("\u001b[");
        assertThat(Ran.perch(daemon, "get", "vpcs").out()).doesNotContain("\u001b");
        Map<String, String> plain = Map.of("PERCH_URL", daemon.url(), "PERCH_TOKEN", FakeDaemon.TOKEN, "NO_COLOR", "1");
        assertThat(Ran.onTerminal(plain, "get", "vpcs").out()).doesNotContain("\u001b");
    }

    @Test
    void namesCannotDriveTheTerminal() {
        daemon.on("GET vips/odd", 200, Samples.VIP.replace("\"web\"", "\"w\\u001b[31meb\""));
        assertThat(good("vip", "show", "odd")).doesNotContain("\u001b").contains("w[31meb");
    }

    private String good(String... words) {
        Ran ran = Ran.perch(daemon, words);
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.out();
    }
}
