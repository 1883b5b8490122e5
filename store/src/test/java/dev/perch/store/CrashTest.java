package dev.perch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.Audit;
import dev.perch.model.Change;
import dev.perch.model.Meta;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProjectId;
import dev.perch.model.Revision;
import dev.perch.model.Vpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while many write: whatever it had acknowledged is there, and nothing is there by half. */
final class CrashTest {
    private static final long SEED = 20261123;
    private static final int ROUNDS = 4;
    private static final int WRITERS = 16;
    private static final ProjectId PROJECT = new ProjectId("0123456789abcdef0123456789abcdef");

    /** What the child does: writes without end, and says the id of each write once it is acknowledged. */
    static final class Child {
        private Child() {}

        public static void main(String... arguments) {
            Store store = Store.open(new StoreUrl.Sqlite(Path.of(arguments[0])));
            for (int i = 0; i < WRITERS; i++) {
                Thread.ofPlatform().start(() -> {
                    while (true) {
                        UUID id = UUID.randomUUID();
                        store.write(write -> pair(write, id));
                        synchronized (System.out) {
                            System.out.println(id);
                            System.out.flush();
                        }
                    }
                });
            }
        }

        /** Two VPCs, an audit record and two changes, all or none. */
        private static Object pair(Write write, UUID id) {
            for (String name : List.of(id + "-a", id + "-b")) {
                Meta meta = new Meta(PROJECT, name, "", Map.of(), Instant.EPOCH, Instant.EPOCH, write.revision());
                Vpc vpc = new Vpc(new VpcId(UUID.randomUUID()), meta, Optional.empty());
                write.tables().vpcs().insert(vpc);
                write.touch(vpc.id());
            }
            Revision revision = write.revision();
            write.record(n -> new Audit(n, Instant.EPOCH, PROJECT, "child", "pair", "", id.toString(), revision, "{}"));
            return null;
        }
    }

    @Test
    void acknowledgedWritesSurviveAKillAndNoneIsHalfThere(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("perch.db");
        Random random = new Random(SEED);
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            killAfter(file, 20 + random.nextInt(400), acknowledged);
            check(file, acknowledged);
        }
    }

    private static void killAfter(Path file, int writes, Set<String> acknowledged)
            throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = child.inputReader()) {
            String line = out.readLine();
            for (int i = 0; line != null; line = out.readLine()) {
                if (line.length() == 36) { // the kill may cut the last line short
                    acknowledged.add(line);
                }
                if (++i == writes) {
                    child.toHandle().destroyForcibly(); // SIGKILL; leaves the pipe, so what is in it is still read
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static void check(Path file, Set<String> acknowledged) {
        try (Store store = Store.open(new StoreUrl.Sqlite(file))) {
            store.read(tables -> {
                Set<String> names = tables.vpcs().all().stream()
                        .map(vpc -> vpc.meta().name())
                        .collect(Collectors.toSet());
                Set<String> audited = tables.audits().after(PROJECT, 0, Integer.MAX_VALUE).stream()
                        .map(Audit::subject)
                        .collect(Collectors.toSet());
                assertThat(audited).containsAll(acknowledged);
                Set<String> whole = audited.stream()
                        .flatMap(id -> List.of(id + "-a", id + "-b").stream())
                        .collect(Collectors.toSet());
                assertThat(names).isEqualTo(whole);
                List<Change> changes = tables.changes().after(Revision.NONE, Integer.MAX_VALUE);
                assertThat(changes).hasSize(2 * audited.size());
                assertThat(tables.revision().get().revision()).isEqualTo(audited.size());
                return null;
            });
        }
    }
}
