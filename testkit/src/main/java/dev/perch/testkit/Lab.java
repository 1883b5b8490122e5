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
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A daemon on a fresh data directory with real servers. Closing it purges everything and checks that nothing is left on the
 * host that was not there before.
 */
public final class Lab implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BOOTED = Duration.ofSeconds(30);

    private final HostState before = HostState.now();
    private final Path directory;
    private final PerchProcess perch;

    private Lab(Optional<String> store) {
        try {
            // not /tmp, which servers mask by one of their own and which may be a tmpfs
            directory = Files.createTempDirectory(Path.of("/var/tmp"), "perch-lab-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        perch = store.map(url -> PerchProcess.start(directory, url)).orElseGet(() -> PerchProcess.start(directory));
    }

    public static Lab open() {
        return new Lab(Optional.empty());
    }

    public static Lab open(String storeUrl) {
        return new Lab(Optional.of(storeUrl));
    }

    public PerchProcess perch() {
        return perch;
    }

    public ApiClient api() {
        return perch.api();
    }

    /** Applies a topology document and waits until its servers are up and the fabric agrees. */
    public void apply(String json) {
        api().post("/ops/v1/apply", json).ok();
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

    /** What a program in a server printed, and how it ended. */
    public record Ran(int exit, String out, String err) {
        /** The output, when the program ended with 0. */
        public String ok() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + ": " + out + err);
            }
            return out;
        }
    }

    /** Runs a shell command in a server. */
    public Ran exec(String server, String command) {
        ObjectNode request = JSON.createObjectNode();
        request.putArray("argv").add("/bin/sh").add("-c").add(command);
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        int[] exit = {-1};
        try (Stream<JsonNode> lines = api().stream("/ops/v1/servers/" + server + "/exec", request.toString())) {
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

    private static String decode(JsonNode base64) {
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

    /** Drops of a port by reason, for the first NIC of a server. */
    public long drops(String server, String reason) {
        return api().get("/ops/v1/servers/" + server)
                .ok()
                .path("nics")
                .path(0)
                .path("drops")
                .path(reason)
                .asLong(0);
    }

    @Override
    public void close() {
        try {
            perch.close();
        } finally {
            delete(directory);
        }
        Set<String> left = HostState.now().beyond(before);
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
