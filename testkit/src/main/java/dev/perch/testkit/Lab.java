package dev.perch.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A daemon on a fresh data directory with real servers. Closing it purges everything and checks that nothing is left on the
 * host that was not there before.
 */
public final class Lab implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BOOTED = Duration.ofSeconds(30);

    private final Path directory;
    private final PerchProcess perch;
    private final String tag;
    private final String project;

    private Lab(Function<Path, PerchProcess> start) {
        try {
            // not /tmp, which servers mask by one of their own and which may be a tmpfs
            directory = Files.createTempDirectory(Path.of("/var/tmp"), "perch-lab-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        perch = start.apply(directory);
        JsonNode health = api().get("/ops/v1/health").ok();
        tag = health.get("instance").asText();
        project = health.get("project").asText();
    }

    public static Lab open() {
        return new Lab(PerchProcess::start);
    }

    /** One with options of its provider network. */
    public static Lab open(List<String> provider) {
        return new Lab(directory -> PerchProcess.start(directory, provider));
    }

    public PerchProcess perch() {
        return perch;
    }

    public ApiClient api() {
        return perch.api();
    }

    /** The six hexadecimal digits that mark what this daemon makes. */
    public String tag() {
        return tag;
    }

    /** The default project's id, for the paths of the cloud dialects. */
    public String project() {
        return project;
    }

    /** Applies a topology document and waits until its servers are up and the fabric agrees. */
    public void apply(String json) {
        Answer answer = api().post("/ops/v1/apply", json);
        if (answer.status() >= 300) {
            throw new AssertionError(answer + "; the daemon's log: " + perch.tail());
        }
        settled();
    }

    /** Waits until every server is ACTIVE and model and fabric agree. */
    public void settled() {
        Await.until(
                "every server is ACTIVE",
                BOOTED,
                () -> api().get("/ops/v1/servers").ok().findValuesAsText("state"),
                states -> states.stream().allMatch("ACTIVE"::equals));
        perch.converged();
    }

    /** Runs a shell command in a server. */
    public Ran exec(String server, String command) {
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        int[] exit = {-1};
        try (Stream<JsonNode> lines = started(server, command)) {
            lines.forEach(line -> {
                if (line.has("stdout")) {
                    out.append(decode(line.get("stdout")));
                } else if (line.has("stderr")) {
                    err.append(decode(line.get("stderr")));
                } else if (line.has("exit")) {
                    exit[0] = line.get("exit").asInt();
                }
            });
        }
        return new Ran(exit[0], out.toString(), err.toString());
    }

    /** Starts a shell command in a server; closing the stream of what the API tells of it kills it. */
    Stream<JsonNode> started(String server, String command) {
        ObjectNode request = JSON.createObjectNode();
        request.putArray("argv").add("/bin/sh").add("-c").add(command);
        return api().stream("/ops/v1/servers/" + server + "/exec", request.toString());
    }

    /** Listens on a server's first NIC from now on. */
    public Earshot listen(String server) {
        return new Earshot(this, server);
    }

    static String decode(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
    }

    /** The virtual IP as the operator API shows it. */
    public JsonNode vip(String name) {
        return api().get("/ops/v1/vips/" + name).ok();
    }

    /** The name of the server that holds the first address of a virtual IP; empty when none does. */
    public String holder(String vip) {
        return vip(vip).path("holders").path(0).path("server_name").asText("");
    }

    /** Waits until a server holds a virtual IP. */
    public void awaitHolder(String vip, String server) {
        Await.until("the holder of " + vip + " is " + server, BOOTED, () -> holder(vip), server::equals);
    }

    /** The moves of a virtual IP, newest first. */
    public List<JsonNode> moves(String vip) {
        List<JsonNode> moves = new ArrayList<>();
        api().get("/ops/v1/vips/" + vip + "/moves?limit=1000").ok().get("moves").forEach(moves::add);
        return moves;
    }

    /** The newest event's number; 0 when there is none. */
    public long lastEvent() {
        List<JsonNode> events = events(0, "");
        return events.isEmpty() ? 0 : events.getLast().get("sequence").asLong();
    }

    /** The events after a number whose type begins with {@code type}, oldest first. */
    public List<JsonNode> events(long after, String type) {
        List<JsonNode> events = new ArrayList<>();
        api().get("/ops/v1/events?limit=10000&after=" + after)
                .ok()
                .get("events")
                .forEach(events::add);
        return events.stream()
                .filter(event -> event.get("type").asText().startsWith(type))
                .toList();
    }

    /** What is left to do, over all objects; empty when the fabric is as the store says. */
    public List<String> plan() {
        List<String> plan = new ArrayList<>();
        for (String kind : List.of("vpc", "subnet", "port", "server", "vip", "peering", "route-table", "eip")) {
            for (JsonNode object : list(kind + "s")) {
                api().get("/ops/v1/explain/" + kind + "/" + object.get("id").asText())
                        .ok()
                        .get("plan")
                        .forEach(step -> plan.add(step.asText()));
            }
        }
        return plan;
    }

    /** All objects of a kind, e.g. {@code vips}. */
    public List<JsonNode> list(String kind) {
        List<JsonNode> objects = new ArrayList<>();
        api().get("/ops/v1/" + kind).ok().get(kind.replace('-', '_')).forEach(objects::add);
        return objects;
    }

    /** The first NIC of a server. */
    public JsonNode nic(String server) {
        return api().get("/ops/v1/servers/" + server).ok().path("nics").path(0);
    }

    public String mac(String server) {
        return nic(server).get("mac").asText();
    }

    /** Waits until the first NIC of a server has {@code count} more drops for a reason than {@code before}; they stay so. */
    public void awaitDrops(String server, String reason, long before, long count) {
        Await.until(
                count + " drops for " + reason + " at " + server + " after " + before,
                Duration.ofSeconds(5),
                () -> drops(server, reason),
                drops -> drops >= before + count);
        if (drops(server, reason) != before + count) {
            throw new AssertionError("more drops than " + before + " + " + count + ": " + drops(server, reason));
        }
    }

    /** What is in the kernel, past the API. */
    public Kernel kernel() {
        return new Kernel(this);
    }

    /** Whether a server gets an answer from an address to one echo request within a second. */
    public boolean pings(String server, String address) {
        return exec(server, "ping -n -c 1 -W 1 " + address).succeeded();
    }

    /** Drops of a port by reason, for the first NIC of a server. */
    public long drops(String server, String reason) {
        return nic(server).path("drops").path(reason).asLong(0);
    }

    @Override
    public void close() {
        try {
            perch.close();
        } finally {
            delete(directory);
        }
        Set<String> left = HostState.of(tag, directory);
        if (!left.isEmpty()) {
            throw new AssertionError("left on the host: " + left);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
