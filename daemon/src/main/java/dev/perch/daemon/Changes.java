package dev.perch.daemon;

import dev.perch.model.ObjectId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Hands committed changes on, on a thread of its own, so that committing never waits. Many changes of one object are one. */
final class Changes implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Changes.class.getName());

    private final Consumer<ObjectId> sink;
    private final LinkedHashSet<ObjectId> waiting = new LinkedHashSet<>();
    private int inHand;
    private final Thread thread = Thread.ofPlatform().daemon().name("changes").unstarted(this::run);

    Changes(Consumer<ObjectId> sink) {
        this.sink = sink;
        thread.start();
    }

    synchronized void add(Collection<ObjectId> objects) {
        waiting.addAll(objects);
        notifyAll();
    }

    /** How many have not been handed on in full. */
    synchronized int pending() {
        return waiting.size() + inHand;
    }

    private synchronized ObjectId next() throws InterruptedException {
        inHand = 0;
        while (waiting.isEmpty()) {
            wait();
        }
        inHand = 1;
        return waiting.removeFirst();
    }

    private void run() {
        try {
            while (true) {
                ObjectId object = next();
                try {
                    sink.accept(object);
                } catch (RuntimeException fault) {
                    LOG.log(Level.SEVERE, "the change of " + object + " could not be handed on", fault);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
