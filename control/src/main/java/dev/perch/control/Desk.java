package dev.perch.control;

import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import dev.perch.store.Store;
import dev.perch.store.Tables;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Where requests are decided: each in one transaction, of which a refusal leaves nothing. */
record Desk(Store store, InstantSource clock, RandomGenerator random) {

    /** Ends a rehearsal, so that the writer takes back what it did. Carries no stack: it is not a fault. */
    private static final class Rehearsed extends RuntimeException {
        Rehearsed() {
            super("rehearsed", null, false, false);
        }
    }

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    <T> Outcome<T> decide(Caller caller, Function<Decision, T> request) {
        try {
            return Outcome.done(
                    store.write(write -> request.apply(new Decision(caller, write, clock.instant(), random))));
        } catch (Decision.Refused no) {
            return Outcome.refused(no.refusal);
        }
    }

    /** Decides a request and keeps nothing of it. */
    <T> Outcome<T> rehearse(Caller caller, Function<Decision, T> request) {
        AtomicReference<Outcome<T>> outcome = new AtomicReference<>();
        try {
            store.write(write -> {
                T value = request.apply(new Decision(caller, write, clock.instant(), random));
                outcome.set(Outcome.done(value));
                throw new Rehearsed();
            });
        } catch (Rehearsed done) {
            return outcome.get();
        } catch (Decision.Refused no) {
            return Outcome.refused(no.refusal);
        }
        throw new AssertionError("a rehearsal never commits");
    }

    <T> Outcome<T> look(Caller caller, Function<Look, T> query) {
        try {
            return Outcome.done(store.read(tables -> query.apply(new Look(caller, tables))));
        } catch (Decision.Refused no) {
            return Outcome.refused(no.refusal);
        }
    }

    <T> T read(Function<Tables, T> query) {
        return store.read(query);
    }

    /** What people are shown of each object of a list. */
    <T, V> List<V> list(Function<Tables, List<T>> query, BiFunction<Views, T, V> view) {
        return read(tables -> {
            Views views = new Views(tables);
            return query.apply(tables).stream()
                    .map(object -> view.apply(views, object))
                    .toList();
        });
    }

    <T> Outcome<T> find(String kind, Object reference, Function<Tables, Optional<T>> query) {
        return Outcome.of(read(query), notFound(kind, reference));
    }

    static Refusal notFound(String kind, Object reference) {
        return new NotFound("", kind, reference.toString());
    }

    /** The id that a reference is; empty when it is a name. */
    static Optional<UUID> id(String reference) {
        return ID.matcher(reference).matches() ? Optional.of(UUID.fromString(reference)) : Optional.empty();
    }

    /** A random UUID (RFC 9562 version 4) from the given source of chance. */
    static UUID newId(RandomGenerator random) {
        return new UUID(
                random.nextLong() & ~0xf000L | 0x4000L,
                random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L);
    }
}
