package dev.perch.model;

import dev.perch.model.NameRefusal.NameInvalid;
import dev.perch.model.NameRefusal.TextInvalid;
import java.util.Optional;
import java.util.regex.Pattern;

/** What names and descriptions may look like. */
public final class NameRules {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_.-]{1,64}");
    private static final Pattern FREE = Pattern.compile("[^\\p{Cntrl}<>]{0,255}");

    private NameRules() {}

    /** The name of a VPC: empty, or 1 to 64 letters, digits, {@code _ - .} */
    public static Optional<Refusal> optional(String field, String name) {
        return name.isEmpty() ? Optional.empty() : required(field, name);
    }

    /** The name of a subnet or a server: 1 to 64 letters, digits, {@code _ - .} */
    public static Optional<Refusal> required(String field, String name) {
        return PLAIN.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(new NameInvalid(
                        field,
                        name,
                        "a name has 1 to 64 letters, digits, '_', '-' or '.'; '" + brief(name) + "' does not"));
    }

    /** The name of a port or a virtual IP: at most 255 characters, none of them control characters, &lt; or &gt;. */
    public static Optional<Refusal> free(String field, String name) {
        return FREE.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(new NameInvalid(
                        field,
                        name,
                        "a name has at most 255 characters and no control characters, '<' or '>'; '" + brief(name)
                                + "' does not fit"));
    }

    /** A description: at most 255 characters without &lt; and &gt;. */
    public static Optional<Refusal> description(String field, String text) {
        return text.length() <= 255 && text.indexOf('<') < 0 && text.indexOf('>') < 0
                ? Optional.empty()
                : Optional.of(new TextInvalid(field, "a description has at most 255 characters and no '<' or '>'"));
    }

    private static String brief(String name) {
        return name.length() <= 80 ? name : name.substring(0, 77) + "...";
    }
}
