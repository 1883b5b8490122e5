package dev.perch.model;

import java.util.Optional;
import java.util.function.Function;

/** What a request came to: its value, or an expected no. Faults are exceptions and never an outcome. */
public sealed interface Outcome<T> {

    /** It was done; {@code value} is what there is now. */
    record Done<T>(T value) implements Outcome<T> {}

    /** It was refused, and nothing was changed. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }

    /** The value of {@code found}, or the refusal when it is empty. */
    static <T> Outcome<T> of(Optional<T> found, Refusal otherwise) {
        return found.map(Outcome::done).orElseGet(() -> refused(otherwise));
    }

    /** Goes on from the value; a refusal stays. */
    default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
        return switch (this) {
            case Done<T>(T value) -> next.apply(value);
            case Refused<T>(Refusal refusal) -> refused(refusal);
        };
    }

    default <R> Outcome<R> map(Function<? super T, ? extends R> next) {
        return then(value -> done(next.apply(value)));
    }

    /** The value; {@link IllegalStateException} with the message of the refusal when there is none. */
    default T orThrow() {
        return switch (this) {
            case Done<T>(T value) -> value;
            case Refused<T>(Refusal refusal) -> throw new IllegalStateException(refusal.message());
        };
    }
}
