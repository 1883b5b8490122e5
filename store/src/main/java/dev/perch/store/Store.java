package dev.perch.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * The database. Writes are decided and committed one after the other; reads see one committed moment and wait for no write.
 * Safe for use by many threads; methods block.
 */
public final class Store implements AutoCloseable {

    /** Reads at the same time; more of them wait. */
    private static final int READERS = 8;

    private final StoreUrl url;
    private final HikariDataSource pool;
    private final Jdbi readers;
    private final Lane lane;
    private final List<Consumer<Commit>> subscribers = new CopyOnWriteArrayList<>();

    private Store(StoreUrl url) {
        this.url = url;
        this.pool = new HikariDataSource(pool(url));
        this.readers = configured(Jdbi.create(pool));
        Jdbi writer = configured(Jdbi.create(() -> DriverManager.getConnection(url.jdbc())));
        writer.setStatementBuilderFactory(connection -> new PreparedOnce());
        this.lane = new Lane(writer, commit -> subscribers.forEach(subscriber -> subscriber.accept(commit)));
    }

    /** Opens a store, making or migrating it as needed. */
    public static Store open(StoreUrl url) {
        Schema.migrate(url);
        return new Store(url);
    }

    public StoreUrl url() {
        return url;
    }

    /**
     * Runs a request in the writer's transaction and returns when it is committed. When it throws, nothing of it is kept and
     * the exception comes out here; other requests of the same transaction are not harmed.
     */
    public <T> T write(Function<Write, T> request) {
        try {
            return lane.submit(request).join();
        } catch (CompletionException wrapped) {
            if (wrapped.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw wrapped;
        }
    }

    /** Reads one committed moment. */
    public <T> T read(Function<Tables, T> query) {
        return readers.inTransaction(handle -> query.apply(new Tables(handle)));
    }

    /** From now on tells {@code subscriber} of each commit of this process, before its requests return. Must not block. */
    public void subscribe(Consumer<Commit> subscriber) {
        subscribers.add(subscriber);
    }

    /** Ends the running transaction in order; requests that wait get an {@link IllegalStateException}. */
    @Override
    public void close() {
        lane.close();
        pool.close();
    }

    private static HikariConfig pool(StoreUrl url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.jdbc());
        config.setPoolName("store-readers");
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        switch (url) {
            // A WAL reader sees one moment anyway.
            case StoreUrl.Sqlite file -> config.setConnectionInitSql("PRAGMA query_only = 1");
            case StoreUrl.Postgresql server -> config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        }
        return config;
    }

    private static Jdbi configured(Jdbi jdbi) {
        // Statements of one table share their bindings; an UPDATE leaves out what never changes.
        return jdbi.configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true));
    }
}
