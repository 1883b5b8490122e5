package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Evidence;
import dev.perch.model.ObjectId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a fabric says that somebody disturbed. */
final class Disturbances implements Evidence.Watcher, AutoCloseable {
    private final BlockingQueue<ObjectId> disturbed = new LinkedBlockingQueue<>();

    Disturbances(LinuxFabric fabric) {
        fabric.watch(this);
    }

    @Override
    public void seen(Evidence evidence) {}

    @Override
    public void disturbed(ObjectId object, String what) {
        disturbed.add(object);
    }

    /** Waits until it is told of this object; forgets what it was told before. */
    void await(ObjectId object) {
        try {
            ObjectId next;
            do {
                next = disturbed.poll(5, TimeUnit.SECONDS);
                assertThat(next).as("disturbance of %s", object).isNotNull();
            } while (!next.equals(object));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        disturbed.clear();
    }
}
