package dev.perch.control;

import dev.perch.model.Audit;
import dev.perch.model.Event;
import dev.perch.model.Meta;
import dev.perch.model.ObjectId;
import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import dev.perch.model.Revision;
import dev.perch.store.Tables;
import dev.perch.store.Write;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One request of a caller while it is decided, inside the transaction that will keep it. */
final class Decision {

    /** Leaves a decision that ends in a no; {@link Desk} turns it into an outcome. Carries no stack: it is not a fault. */
    static final class Refused extends RuntimeException {
        final transient Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.message(), null, false, false);
            this.refusal = refusal;
        }
    }

    final Caller caller;
    final Tables tables;
    final Instant now;
    final RandomGenerator random;
    private final Write write;

    Decision(Caller caller, Write write, Instant now, RandomGenerator random) {
        this.caller = caller;
        this.tables = write.tables();
        this.write = write;
        this.now = now;
        this.random = random;
    }

    /** Ends the decision with a no, if there is one. */
    void unless(Optional<? extends Refusal> refusal) {
        if (refusal.isPresent()) {
            throw new Refused(refusal.get());
        }
    }

    /** The value, or the end of the decision. */
    static <T> T need(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(Refusal refusal) -> throw new Refused(refusal);
        };
    }

    /** Decides about each item of a list; refusals carry {@code path[index]} before their field. */
    static <T> void each(String path, List<T> items, Consumer<T> work) {
        for (int i = 0; i < items.size(); i++) {
            T item = items.get(i);
            at(path + "[" + i + "]", () -> {
                work.accept(item);
                return null;
            });
        }
    }

    /** What the caller sees inside this transaction. */
    Look look() {
        return new Look(caller, tables);
    }

    /** The object if it is the caller's; else the request is refused. */
    <T> T own(String field, String kind, Object id, Optional<T> found, Function<T, Meta> meta) {
        return look().own(field, kind, id, found, meta);
    }

    /** Decides a part; its refusals carry {@code path} before their field. */
    static <T> T at(String path, Supplier<T> part) {
        try {
            return part.get();
        } catch (Refused refused) {
            throw new Refused(refused.refusal.at(path));
        }
    }

    /** What a new object carries. */
    Meta meta(String name, String description, Map<String, String> attributes) {
        return new Meta(caller.project(), name, description, attributes, now, now, revision());
    }

    /** What a changed object carries. */
    Meta meta(Meta before, Optional<String> name, Optional<String> description, Map<String, String> attributes) {
        Map<String, String> merged = new LinkedHashMap<>(before.attributes());
        merged.putAll(attributes);
        return new Meta(
                before.project(),
                name.orElse(before.name()),
                description.orElse(before.description()),
                merged,
                before.created(),
                now,
                revision());
    }

    /** The same object, touched. */
    Meta meta(Meta before) {
        return meta(before, Optional.empty(), Optional.empty(), Map.of());
    }

    Revision revision() {
        return write.revision();
    }

    /** Whoever makes things real looks at the object again, and at the routes that lead to it. */
    void touch(ObjectId id) {
        write.touch(id);
        switch (id.kind()) {
            case PORT, VIP, SERVER, PEERING -> tables.routes().by(id).forEach(write::touch);
            case VPC, SUBNET, ROUTE_TABLE, ROUTE, EIP, SECURITY_GROUP, RULE -> {}
        }
    }

    boolean touched() {
        return write.touched();
    }

    /** Touches an object, says what happened to it and keeps who did it: {@code vpc.create}, {@code created}. */
    void done(String operation, ObjectId id, String verb, String name, Map<String, ?> detail) {
        happened(id, verb, name, detail);
        audit(operation, id, detail);
    }

    /** Touches an object and says what happened to it: {@code verb} as in {@code created}. */
    void happened(ObjectId id, String verb, String name, Map<String, ?> data) {
        touch(id);
        String kind = id.kind().word();
        String label = name.isEmpty() ? id.toString() : "'" + name + "'";
        write.append(sequence -> new Event(
                sequence, now, kind + "." + verb, kind, id.toString(), kind + " " + label + " " + verb, Json.of(data)));
    }

    /** Keeps who did it. */
    void audit(String operation, ObjectId subject, Map<String, ?> detail) {
        write.record(sequence -> new Audit(
                sequence,
                now,
                caller.project(),
                caller.actor(),
                operation,
                subject.kind().word(),
                subject.toString(),
                revision(),
                Json.of(detail)));
    }
}
