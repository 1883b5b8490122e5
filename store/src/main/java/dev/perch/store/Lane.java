package dev.perch.store;

import dev.perch.model.Change;
import dev.perch.store.RevisionTable.Numbers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The one lane that all writes go through. Whatever waits when the lane is free goes into one transaction, each request in a
 * savepoint of its own, and all are answered after the one commit; so a commit's wait for the disk is shared.
 */
final class Lane implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Lane.class.getName());

    /** At most so many requests in one transaction, so that the first does not wait long for the last. */
    private static final int BATCH = 256;

    /** So many revisions and events are kept for those who follow them; whoever is further behind reads everything. */
    static final long KEPT = 200_000;

    private final Jdbi database;
    private final Consumer<Commit> committed;
    private final BlockingQueue<Request<?>> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;
    private Handle handle;
    private volatile boolean closed;

    private static final class Request<T> {
        private final Function<Write, T> work;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private T value;
        private Throwable fault;

        Request(Function<Write, T> work) {
            this.work = work;
        }

        void run(Write write) {
            value = work.apply(write);
        }

        void answer() {
            if (fault == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(fault);
            }
        }
    }

    /** @param committed told of each commit before its requests are answered, by the lane's thread */
    Lane(Jdbi database, Consumer<Commit> committed) {
        this.database = database;
        this.committed = committed;
        this.thread = Thread.ofPlatform().name("store-writer").daemon().start(this::work);
    }

    <T> CompletableFuture<T> submit(Function<Write, T> work) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a write inside a write would wait for itself");
        }
        Request<T> request = new Request<>(work);
        waiting.add(request);
        if (closed && waiting.remove(request)) { // the lane has left; whatever it still found there, it answered
            request.answer.completeExceptionally(new IllegalStateException("the store is closed"));
        }
        return request.answer;
    }

    private void work() {
        List<Request<?>> batch = new ArrayList<>(BATCH);
        try {
            while (!closed) {
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH - 1);
                commit(batch);
                batch.clear();
            }
        } catch (InterruptedException leaving) {
            // closed while idle
        } finally {
            disconnect();
            waiting.drainTo(batch);
            batch.forEach(
                    request -> request.answer.completeExceptionally(new IllegalStateException("the store is closed")));
        }
    }

    private void commit(List<Request<?>> batch) {
        Commit commit;
        try {
            commit = transact(batch);
        } catch (Throwable fault) { // the connection or the disk: nobody's request was committed
            disconnect();
            batch.forEach(request -> request.answer.completeExceptionally(fault));
            return;
        }
        try {
            committed.accept(commit);
        } catch (RuntimeException fault) { // a subscriber's fault is not that of those whose requests are committed
            LOG.log(System.Logger.Level.ERROR, "a subscriber failed on a commit", fault);
        }
        batch.forEach(Request::answer);
    }

    private Commit transact(List<Request<?>> batch) throws SQLException {
        if (handle == null) {
            handle = database.open();
        }
        handle.begin();
        Tables tables = new Tables(handle);
        Numbers first = tables.revision().lock();
        Numbers numbers = first;
        List<Change> changes = new ArrayList<>();
        for (Request<?> request : batch) {
            Write write = new Write(tables, numbers);
            if (inSavepoint(request, write)) {
                numbers = write.after();
                changes.addAll(write.changes());
            }
        }
        if (!numbers.equals(first)) {
            tables.revision().put(numbers);
        }
        forget(tables, first, numbers);
        handle.commit();
        return new Commit(changes, numbers.event());
    }

    /** Runs a request; when it throws, whatever it did is undone and the others go on. */
    private boolean inSavepoint(Request<?> request, Write write) throws SQLException {
        Connection connection = handle.getConnection();
        Savepoint before = connection.setSavepoint();
        try {
            request.run(write);
        } catch (Throwable fault) {
            connection.rollback(before);
            request.fault = fault;
        }
        connection.releaseSavepoint(before);
        return request.fault == null;
    }

    /** Drops what is older than anybody follows, once in a thousand revisions or events. */
    private static void forget(Tables tables, Numbers first, Numbers last) {
        if (first.revision() >> 10 != last.revision() >> 10) {
            tables.changes().forgetUpTo(last.revision() - KEPT);
            tables.rules().forgetChangesUpTo(last.revision() - KEPT);
        }
        if (first.event() >> 10 != last.event() >> 10) {
            tables.events().forgetUpTo(last.event() - KEPT);
        }
    }

    private void disconnect() {
        Handle broken = handle;
        handle = null;
        if (broken != null) {
            try {
                broken.rollback();
            } catch (RuntimeException gone) {
                // the connection is lost, and with it the transaction
            }
            try {
                broken.close();
            } catch (RuntimeException gone) {
                // the same
            }
        }
    }

    /** Ends after the transaction that runs; what waits then is refused. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
