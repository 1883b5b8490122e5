package dev.perch.fabric.linux.nft;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of rules, with the files that it includes and its definitions put in. Both are written as in nft(8), which could not
 * find the files, and whose definitions cannot stand for fields of a packet.
 */
final class RuleText {
    private static final Pattern INCLUDE = Pattern.compile("\\s*include \"(.+)\"");
    private static final Pattern DEFINE = Pattern.compile("define (\\w+) = (.+)");
    private static final Pattern USE = Pattern.compile("\\$(\\w+)");

    private final Map<String, String> definitions = new HashMap<>();

    String read(String resource) {
        try (InputStream in = RuleText.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(this::line)
                    .collect(Collectors.joining("\n", "", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line(String line) {
        Matcher include = INCLUDE.matcher(line);
        if (include.matches()) {
            return read(include.group(1));
        }
        Matcher define = DEFINE.matcher(line);
        if (define.matches()) {
            definitions.put(define.group(1), define.group(2));
            return "";
        }
        return USE.matcher(line).replaceAll(use -> Matcher.quoteReplacement(definitions.get(use.group(1))));
    }
}
