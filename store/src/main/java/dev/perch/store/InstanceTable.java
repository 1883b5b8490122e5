package dev.perch.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Facts about the instance that are settled at its first start. */
public record InstanceTable(Handle handle) {

    public Optional<String> get(String key) {
        return handle.createQuery("SELECT value FROM instance WHERE key = :key")
                .bind("key", key)
                .mapTo(String.class)
                .findOne();
    }

    /** Sets a fact unless it is settled already; the value is what holds. */
    public String settle(String key, String value) {
        handle.createUpdate("INSERT INTO instance (key, value) VALUES (:key, :value) ON CONFLICT (key) DO NOTHING")
                .bind("key", key)
                .bind("value", value)
                .execute();
        return get(key).orElseThrow();
    }
}
