package dev.perch.net;

import java.util.Optional;
import java.util.function.Function;

/** The outcome of parsing: a value, or the reason why there is none. */
public sealed interface Parsed<T> permits Parsed.Ok, Malformed {

    /** A value that was parsed. */
    record Ok<T>(T value) implements Parsed<T> {}

    static <T> Parsed<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Parsed<T> malformed(String what, String rule) {
        return new Malformed<>(what, rule);
    }

    /** The value, or empty when the input was malformed. */
    default Optional<T> toOptional() {
        return switch (this) {
            case Ok<T>(T v) -> Optional.of(v);
            case Malformed<T> m -> Optional.empty();
        };
    }

    /** The value; {@link IllegalArgumentException} with the reason when the input was malformed. */
    default T orThrow() {
        return switch (this) {
            case Ok<T>(T v) -> v;
            case Malformed<T> m -> throw new IllegalArgumentException(m.toString());
        };
    }

    /** Parses further from the value; a malformed input stays malformed for the same reason. */
    default <R> Parsed<R> then(Function<? super T, Parsed<R>> next) {
        return switch (this) {
            case Ok<T>(T v) -> next.apply(v);
            case Malformed<T>(String what, String rule) -> new Malformed<>(what, rule);
        };
    }
}
