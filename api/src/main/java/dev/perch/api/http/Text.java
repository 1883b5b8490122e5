package dev.perch.api.http;

import java.util.Optional;

/** What text from outside must be before anybody looks at it. */
final class Text {
    private Text() {}

    /**
     * Why the text cannot be kept, if so: no SQL engine stores U+0000 in text (PostgreSQL refuses it), and half a surrogate
     * pair has no UTF-8 form.
     */
    static Optional<String> flaw(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return Optional.of("must not contain U+0000");
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return Optional.of("must not contain half a surrogate pair");
                }
                i++;
            }
        }
        return Optional.empty();
    }
}
