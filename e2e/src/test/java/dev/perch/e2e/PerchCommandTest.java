package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.Command;
import dev.perch.testkit.HostState;
import dev.perch.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A user's session with the {@code perch} command, from the first start to leaving nothing behind. */
class PerchCommandTest {
    private static final String TOPOLOGY = """
            vpcs:
              - name: session
                cidr: 10.39.0.0/16
                subnets: [{name: front, cidr: 10.39.1.0/24}]
            servers:
              - name: one
                nics: [{subnet: front, address: 10.39.1.11}]
                user_data: |
                  #!/bin/sh
                  ip address add 10.39.1.100/24 dev eth0
                  echo configured
              - name: two
                nics: [{subnet: front, address: 10.39.1.12}]
            vips:
              - name: web
                subnet: front
                address: 10.39.1.100
                bind: [one]
            """;

    private Path data;

    /** The classes under test; beside them the distribution, where one is built. */
    enum Launcher {
        CLASSES,
        DISTRIBUTION;

        Command on(Path data) {
            return switch (this) {
                case CLASSES -> Command.of(data);
                case DISTRIBUTION -> Command.of(root().resolve("perch"), data);
            };
        }

        static Path root() {
            return Path.of(System.getProperty("perch.root"));
        }

        static List<Launcher> present() {
            return Files.exists(root().resolve("dist/built-with")) ? List.of(values()) : List.of(CLASSES);
        }
    }

    @BeforeEach
    void makeData() throws IOException {
        data = Files.createTempDirectory(Path.of("/var/tmp"), "perch-command-");
    }

    @AfterEach
    void deleteData() throws IOException {
        try (Command perch = Launcher.CLASSES.on(data)) {
            perch.run("down", "--purge"); // succeeds, whatever a failed test has left
        }
        try (Stream<Path> all = Files.walk(data)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }

    static List<Launcher> launchers() {
        return Launcher.present();
    }

    @ParameterizedTest
    @MethodSource("launchers")
    void aSessionFromUpToPurge(Launcher launcher) throws IOException {
        try (Command perch = launcher.on(data)) {
            assertThat(perch.run("status").exit()).as("before the daemon runs").isEqualTo(4);
            Ran up = perch.run("up", "--detach", "--listen", "127.0.0.1:0");
            assertThat(up.exit()).as(up.toString()).isZero();
            assertThat(up.out()).startsWith("Perch running at http://127.0.0.1:");
            assertThat(perch.run("up", "--detach").out()).startsWith("Perch already running at ");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("token"))))
                    .isEqualTo("rw-------");
            JsonNode health = perch.json("status").get("health");
            assertThat(health.get("status").asText()).isEqualTo("ok");

            topology(perch);
            vip(perch);
            servers(perch);
            outside(perch);
            inside(perch);
            survivesAStop(perch);

            long pid = perch.json("status").at("/health/pid").asLong();
            assertThat(perch.run("down", "--purge").ok()).contains("purged");
            assertThat(ProcessHandle.of(pid)).isEmpty();
            assertThat(HostState.of(health.get("instance").asText(), data)).isEmpty();
            assertThat(perch.run("status").exit()).isEqualTo(4);
        }
    }

    private void topology(Command perch) throws IOException {
        Path file = data.resolve("session.yaml");
        Files.writeString(file, TOPOLOGY.replace("    address: 10.39.1.100", "    adress: 10.39.1.100"));
        Ran misspelt = perch.run("apply", file.toString());
        assertThat(misspelt.exit()).isEqualTo(2);
        assertThat(misspelt.err()).contains("session.yaml:17:").contains("adress");
        Files.writeString(file, TOPOLOGY.replace("bind: [one]", "bind: [nobody]"));
        Ran unknown = perch.run("apply", file.toString());
        assertThat(unknown.exit()).isEqualTo(3);
        assertThat(unknown.err()).contains("session.yaml:18:").contains("nobody");
        assertThat(perch.json("get", "vpcs").get("vpcs"))
                .as("nothing of it was applied")
                .isEmpty();

        Files.writeString(file, TOPOLOGY);
        assertThat(perch.run("apply", "--dry-run", file.toString()).exit()).isZero();
        assertThat(perch.json("get", "vpcs").get("vpcs")).isEmpty();
        Ran applied = perch.run("apply", "--wait", file.toString());
        assertThat(applied.exit()).as(applied.toString()).isZero();
        assertThat(perch.json("apply", file.toString()).get("changes").findValuesAsText("action"))
                .hasSize(5)
                .containsOnly("unchanged");
    }

    private static void vip(Command perch) {
        Await.until(
                "one holds the virtual IP",
                Duration.ofSeconds(10),
                () -> perch.run("exec", "two", "--", "ping", "-n", "-c", "1", "-W", "1", "10.39.1.100")
                                .succeeded()
                        && perch.json("vip", "show", "web")
                                .at("/holders/0/server_name")
                                .asText()
                                .equals("one"));
        assertThat(perch.run("vip", "show", "web").ok())
                .contains("vip web", "10.39.1.100", "ipv4 10.39.1.100: one for ");
        assertThat(perch.run("vip", "move-log", "web").ok()).contains("one");
        assertThat(perch.run("vip", "bind", "web", "two").exit()).isZero();
        assertThat(perch.json("vip", "show", "web").get("bindings").findValuesAsText("server_name"))
                .containsExactlyInAnyOrder("one", "two");
        assertThat(perch.run("vip", "unbind", "web", "two").exit()).isZero();
        assertThat(perch.run("vip", "delete", "web").exit()).as("still bound").isEqualTo(1);
        assertThat(perch.run("vip", "show", "nothing").exit()).isEqualTo(3);
        JsonNode explained = perch.json("explain", "vip", "web");
        assertThat(explained.get("plan")).isEmpty();
        assertThat(explained.get("desired")).isNotEmpty();
        assertThat(explained.at("/holder/0/server_name").asText()).isEqualTo("one");
    }

    private static void servers(Command perch) {
        List<String> names = new ArrayList<>();
        perch.json("get", "servers")
                .get("servers")
                .forEach(server -> names.add(server.get("name").asText()));
        assertThat(names).containsExactlyInAnyOrder("one", "two");
        Ran ran = perch.run("exec", "one", "--", "sh", "-c", "hostname; echo oops >&2; exit 7");
        assertThat(ran).isEqualTo(new Ran(7, "one\n", "oops\n"));
        assertThat(perch.run("server", "logs", "one").ok()).contains("configured");
        assertThat(perch.run("server", "stop", "two").exit()).isZero();
        assertThat(perch.json("get", "servers", "two").get("state").asText()).isEqualTo("SHUTOFF");
        assertThat(perch.run("server", "start", "two").exit()).isZero();
        assertThat(perch.json("get", "servers", "two").get("state").asText()).isEqualTo("ACTIVE");
    }

    /** An EIP of the virtual IP, from its allocation to its release, and the quota for it. */
    private static void outside(Command perch) {
        assertThat(perch.run("eip", "create", "out", "--vip", "web", "--bandwidth", "100")
                        .ok())
                .startsWith("eip out created, address 198.18.0.");
        assertThat(perch.run("get", "eips").ok())
                .containsPattern("out +198.18.0.\\d+ +vip web +one +100 Mbit/s +ACTIVE");
        assertThat(perch.run("vip", "show", "web").ok()).containsPattern("eip +198.18.0.\\d+ ACTIVE");
        assertThat(perch.run("eip", "set", "out", "--bandwidth", "none").ok()).isEqualTo("eip out changed\n");
        assertThat(perch.json("get", "eips", "out").get("bandwidth").isNull()).isTrue();
        assertThat(perch.run("eip", "bind", "out", "--server", "two").exit())
                .as("bound")
                .isEqualTo(1);
        assertThat(perch.run("eip", "bind", "out", "--server", "two", "--rebind")
                        .ok())
                .isEqualTo("eip out bound to server two\n");
        assertThat(perch.run("quota", "set", "eip", "1").ok()).isEqualTo("quota eip set to 1\n");
        assertThat(perch.run("eip", "create").exit()).as("one too many").isEqualTo(1);
        assertThat(perch.run("get", "quotas").ok()).containsPattern("eip +1 +1\n");
        assertThat(perch.run("quota", "set", "eip", "none").exit()).isZero();
        assertThat(perch.run("explain", "eip", "out").exit()).isZero();
        assertThat(perch.run("eip", "delete", "out").exit()).as("bound").isEqualTo(1);
        assertThat(perch.run("eip", "unbind", "out").ok()).isEqualTo("eip out unbound\n");
        assertThat(perch.run("eip", "delete", "out").ok()).isEqualTo("eip out deleted\n");
        assertThat(perch.run("vip", "set", "web", "--flow-fate", "keep").exit()).isZero();
        assertThat(perch.run("vip", "show", "web").ok()).contains("flow fate  keep");
    }

    /** A peering with its routes, a route table, a security group: made, shown, explained, deleted. */
    private static void inside(Command perch) {
        perch.run("vpc", "create", "other", "--cidr", "10.40.0.0/16").ok();
        perch.run("subnet", "create", "rear", "--vpc", "other", "--cidr", "10.40.1.0/24")
                .ok();
        assertThat(perch.run("peering", "create", "s-o", "--vpc", "session", "--peer-vpc", "other")
                        .ok())
                .startsWith("peering s-o created, ACTIVE, id ");
        assertThat(perch.run("get", "peerings").ok()).containsPattern("s-o +ACTIVE +session +other");
        perch.run("route", "add", "session", "10.40.0.0/16", "--peering", "s-o").ok();
        assertThat(perch.run("route", "add", "session", "10.39.1.0/25", "--vip", "web")
                        .exit())
                .as("within the VPC")
                .isEqualTo(1);
        perch.run("route-table", "create", "inner", "--vpc", "session").ok();
        perch.run("route", "add", "inner", "0.0.0.0/0", "--vip", "web").ok();
        assertThat(perch.run("route-table", "associate", "inner", "front").ok())
                .isEqualTo("subnet front associated, route-table inner\n");
        assertThat(perch.run("route-table", "show", "inner").ok()).containsPattern("0.0.0.0/0 +vip web +ACTIVE");
        assertThat(perch.run("get", "route-tables").ok()).containsPattern("rtb-session +session +yes +- +1 +-");
        assertThat(perch.run("explain", "peering", "s-o").exit()).isZero();
        assertThat(perch.run("explain", "route-table", "inner").exit()).isZero();
        assertThat(perch.run("route-table", "delete", "inner").exit())
                .as("used")
                .isEqualTo(1);
        perch.run("route-table", "disassociate", "inner", "front").ok();
        perch.run("route-table", "delete", "inner").ok();
        perch.run("route", "delete", "session", "10.40.0.0/16").ok();
        perch.run("peering", "delete", "s-o").ok();

        perch.run("security-group", "create", "web").ok();
        perch.run(
                        "security-group",
                        "rule",
                        "add",
                        "web",
                        "--direction",
                        "ingress",
                        "--protocol",
                        "tcp",
                        "--ports",
                        "80,443",
                        "--cidr",
                        "0.0.0.0/0")
                .ok();
        String port = perch.json("get", "servers", "two").at("/nics/0/id").asText();
        perch.run("port", "set", port, "--security-group", "web", "--security-group", "default")
                .ok();
        assertThat(perch.run("security-group", "show", "web").ok())
                .contains("ports  1")
                .containsPattern("ingress +allow +4 +tcp +80,443 +0.0.0.0/0");
        assertThat(perch.run("explain", "security-group", "web").exit()).isZero();
        assertThat(perch.run("security-group", "delete", "web").exit())
                .as("used")
                .isEqualTo(1);
        perch.run("port", "set", port, "--security-group", "default").ok();
        perch.run("security-group", "delete", "web").ok();
    }

    /** Servers and packets go on while the daemon is away. */
    private static void survivesAStop(Command perch) {
        long pid = perch.json("get", "servers", "one").get("pid").asLong();
        assertThat(perch.run("down").ok()).contains("stopped");
        assertThat(ProcessHandle.of(pid)).isPresent();
        assertThat(perch.run("up", "--detach", "--listen", "127.0.0.1:0").exit())
                .isZero();
        assertThat(perch.json("get", "servers", "one").get("pid").asLong()).isEqualTo(pid);
        assertThat(perch.json("vip", "show", "web").at("/holders/0/server_name").asText())
                .isEqualTo("one");
    }
}
