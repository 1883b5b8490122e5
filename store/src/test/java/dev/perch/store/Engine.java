package dev.perch.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The databases that every test of SQL runs against. */
public enum Engine {
    SQLITE {
        @Override
        public StoreUrl fresh(Path folder) {
            Path file = folder.resolve("perch.db");
            try {
                Files.write(file, migrated());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new StoreUrl.Sqlite(file);
        }
    },
    POSTGRESQL {
        @Override
        public StoreUrl fresh(Path folder) {
            return Postgres.database();
        }
    };

    private static byte[] migrated;

    /** A SQLite file with the newest schema and nothing in it. */
    private static synchronized byte[] migrated() throws IOException {
        if (migrated == null) {
            Path file = Files.createTempFile("perch-fresh-", ".db");
            Schema.migrate(new StoreUrl.Sqlite(file)); // the last connection that closes empties the write-ahead log
            migrated = Files.readAllBytes(file);
            Files.delete(file);
        }
        return migrated;
    }

    /** Where a new store is, with the newest schema and nothing in it. */
    public abstract StoreUrl fresh(Path folder);
}
