package dev.perch.cli;

import java.util.Optional;

/** The end of a command that did not do what it was asked: what to tell the user, and how to exit. */
public final class Failure extends RuntimeException {
    private final Exit exit;
    private final transient Refusal refusal;

    /**
     * What the daemon answered instead of doing it.
     *
     * @param field a path into what was sent, such as {@code vips[0].bind[1]}; may be empty
     */
    public record Refusal(int status, String code, String field, String message) {}

    private Failure(Exit exit, String message, Refusal refusal, Throwable cause) {
        super(message, cause);
        this.exit = exit;
        this.refusal = refusal;
    }

    public static Failure of(Exit exit, String message) {
        return new Failure(exit, message, null, null);
    }

    public static Failure of(Exit exit, String message, Throwable cause) {
        return new Failure(exit, message, null, cause);
    }

    public static Failure refused(Refusal refusal) {
        Exit exit = switch (refusal.status()) {
            case 401, 403 -> Exit.NOT_ALLOWED;
            case 404 -> Exit.NOT_FOUND;
            default -> Exit.FAILED;
        };
        return new Failure(exit, refusal.message(), refusal, null);
    }

    public Exit exit() {
        return exit;
    }

    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }
}
