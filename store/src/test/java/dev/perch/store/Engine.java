package dev.perch.store;

import java.nio.file.Path;

/** The databases that every test of SQL runs against. */
public enum Engine {
    SQLITE {
        @Override
        public StoreUrl fresh(Path folder) {
            return new StoreUrl.Sqlite(folder.resolve("perch.db"));
        }
    },
    POSTGRESQL {
        @Override
        public StoreUrl fresh(Path folder) {
            return Postgres.database();
        }
    };

    /** Where a new, empty store is. */
    public abstract StoreUrl fresh(Path folder);
}
