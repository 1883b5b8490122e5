package dev.perch.daemon;

import java.util.function.Consumer;

/** A part that is made after another part that has to tell it things. What is told before it is there is forgotten. */
final class Later<T> {
    private volatile T part;

    void set(T it) {
        part = it;
    }

    void tell(Consumer<T> what) {
        T it = part;
        if (it != null) {
            what.accept(it);
        }
    }
}
