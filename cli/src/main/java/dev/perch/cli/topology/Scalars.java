package dev.perch.cli.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.perch.cli.topology.Shape.Choice;
import dev.perch.cli.topology.Shape.Numeral;
import dev.perch.cli.topology.Shape.Scalar;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.Malformed;
import dev.perch.net.Parsed;
import java.util.function.Consumer;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Single values of a topology file. */
final class Scalars {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Scalars() {}

    /** The value as JSON, as it was written even when it breaks a rule, which is then told. */
    static JsonNode value(ScalarNode node, Scalar shape, Consumer<String> problem) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.NULL)) {
            problem.accept("has no value");
            return JSON.nullNode();
        }
        return switch (shape) {
            case TEXT, FILE -> text(node, problem);
            case ADDRESS -> checked(text, IpAddress::parse, problem);
            case BLOCK -> checked(text, Scalars::block, problem);
            case LOOSE_BLOCK -> checked(text, IpPrefix::parse, problem);
            case ADDRESS_V4 -> checked(text, IpAddress::parse, IpAddress::family, Family.IPV4, problem);
            case ADDRESS_V6 -> checked(text, IpAddress::parse, IpAddress::family, Family.IPV6, problem);
            case BLOCK_V4 -> checked(text, Scalars::block, IpPrefix::family, Family.IPV4, problem);
            case BLOCK_V6 -> checked(text, Scalars::block, IpPrefix::family, Family.IPV6, problem);
            case SWITCH -> {
                if (!node.getTag().equals(Tag.BOOL)) {
                    problem.accept("is true or false, not '" + text + "'");
                }
                yield JSON.booleanNode(text.equalsIgnoreCase("true"));
            }
            case FAMILY -> {
                if (!text.equals("4") && !text.equals("6")) {
                    problem.accept("is 4 or 6, not '" + text + "'");
                    yield JSON.textNode(text);
                }
                yield JSON.numberNode(Integer.parseInt(text));
            }
            case EIP -> {
                if (node.getTag().equals(Tag.BOOL) && text.equalsIgnoreCase("true")) {
                    yield JSON.booleanNode(true);
                }
                if (IpAddress.parse(text) instanceof Malformed<IpAddress>) {
                    problem.accept("is true, or the address of an EIP, not '" + text + "'");
                }
                yield JSON.textNode(text);
            }
            case WORD -> {
                if (!node.getTag().equals(Tag.STR) && !node.getTag().equals(Tag.INT)) {
                    problem.accept("is a word or a whole number; put " + text + " in quotes");
                }
                yield JSON.textNode(text);
            }
        };
    }

    /** A whole number within its limits. */
    static JsonNode number(ScalarNode node, Numeral shape, Consumer<String> problem) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.INT) && text.matches("\\d{1,9}")) {
            int value = Integer.parseInt(text);
            if (shape.low() <= value && value <= shape.high()) {
                return JSON.numberNode(value);
            }
        }
        problem.accept("is a whole number from " + shape.low() + " to " + shape.high() + ", not '" + text + "'");
        return JSON.textNode(text);
    }

    /** One of the words that there are. */
    static JsonNode word(ScalarNode node, Choice shape, Consumer<String> problem) {
        String text = node.getValue();
        if (!shape.words().contains(text)) {
            String hint = Suggestion.of(text, shape.words())
                    .map(word -> "; did you mean '" + word + "'?")
                    .orElse("");
            problem.accept("is " + String.join(" or ", shape.words()) + ", not '" + text + "'" + hint);
        }
        return JSON.textNode(text);
    }

    private static JsonNode text(ScalarNode node, Consumer<String> problem) {
        if (!node.getTag().equals(Tag.STR)) {
            problem.accept("is text; put " + node.getValue() + " in quotes");
        } else if (node.getValue().isEmpty()) {
            problem.accept("is empty");
        }
        return JSON.textNode(node.getValue());
    }

    private static Parsed<IpPrefix> block(String text) {
        if (text.indexOf('/') < 0) {
            return Parsed.malformed("CIDR", "'" + text + "' has no prefix length, such as /24");
        }
        return IpPrefix.parse(text)
                .then(block -> block.isNetwork()
                        ? Parsed.ok(block)
                        : Parsed.malformed("CIDR", "'" + text + "' has host bits; the block is " + block.network()));
    }

    private static <T> JsonNode checked(
            String text,
            Function<String, Parsed<T>> parse,
            Function<T, Family> family,
            Family wanted,
            Consumer<String> problem) {
        switch (parse.apply(text)) {
            case Parsed.Ok<T>(T value)
            when family.apply(value) != wanted ->
                problem.accept("'" + text + "' is not " + (wanted == Family.IPV4 ? "IPv4" : "IPv6"));
            case Parsed.Ok<T> right -> {}
            case Malformed<T>(String what, String rule) -> problem.accept(rule);
        }
        return JSON.textNode(text);
    }

    private static <T> JsonNode checked(String text, Function<String, Parsed<T>> parse, Consumer<String> problem) {
        if (parse.apply(text) instanceof Malformed<T>(String what, String rule)) {
            problem.accept(rule);
        }
        return JSON.textNode(text);
    }
}
