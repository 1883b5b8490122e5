package dev.perch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a database comes to its schema. */
final class SchemaTest {

    @Test
    void theNewestMigrationOfTheFolderIsTheOneThatIsLookedFor() throws IOException, URISyntaxException {
        Path folder = Path.of(Schema.class.getResource("migrations").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> Integer.parseInt(
                                    file.getFileName().toString().replaceAll("V(\\d+)__.*", "$1")))
                            .max(Integer::compare))
                    .isEqualTo(Optional.of(Integer.parseInt(Schema.NEWEST)));
        }
    }

    @Test
    void aNewFileIsMigratedAndAMigratedOneIsLeftAsItIs(@TempDir Path folder) {
        StoreUrl url = new StoreUrl.Sqlite(folder.resolve("perch.db"));
        for (int start = 0; start < 2; start++) {
            try (Store store = Store.open(url)) {
                long revision = store.read(tables -> tables.revision().get().revision());
                assertThat(revision).isZero();
            }
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsToldInOneSentence() throws IOException {
        StoreUrl url = StoreUrl.of("postgresql://perch:secret@127.0.0.1:" + unusedPort() + "/perch");
        assertThatThrownBy(() -> Store.open(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the postgresql store cannot be opened: Connection to 127.0.0.1:")
                .hasMessageNotContainingAny("secret", "\n");
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void storesAreNamedByUrlsAsPeopleWriteThem() {
        assertThat(StoreUrl.of("postgresql://perch:s%20e@db.example:5433/perch?sslmode=require")
                        .jdbc())
                .isEqualTo("jdbc:postgresql://db.example:5433/perch?sslmode=require&user=perch&password=s+e");
        assertThat(StoreUrl.of("jdbc:postgresql:perch").engine()).isEqualTo("postgresql");
    }
}
