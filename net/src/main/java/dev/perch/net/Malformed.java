package dev.perch.net;

/**
 * Text or bytes that are not what they claim to be. An ordinary value: parsers return it, only the {@code of} factories
 * (for literals that the program itself wrote) throw.
 *
 * @param what the thing that was to be parsed, e.g. {@code "MAC address"}
 * @param rule the rule that the input breaks, with the offending value
 */
public record Malformed<T>(String what, String rule) implements Parsed<T> {
    @Override
    public String toString() {
        return what + ": " + rule;
    }
}
