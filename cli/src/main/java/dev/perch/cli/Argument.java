package dev.perch.cli;

/** A positional argument: required, optional, or the rest of the line. */
public record Argument(String name, String help, Count count) {

    /** How often it may be given. */
    public enum Count {
        ONE("1"),
        OPTIONAL("0..1"),
        MANY("1..*");

        private final String arity;

        Count(String arity) {
            this.arity = arity;
        }

        String arity() {
            return arity;
        }
    }

    public static Argument one(String name, String help) {
        return new Argument(name, help, Count.ONE);
    }

    public static Argument optional(String name, String help) {
        return new Argument(name, help, Count.OPTIONAL);
    }

    public static Argument many(String name, String help) {
        return new Argument(name, help, Count.MANY);
    }
}
