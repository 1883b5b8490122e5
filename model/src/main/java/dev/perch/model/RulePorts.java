package dev.perch.model;

import dev.perch.model.GroupRefusal.RulePortsInvalid;
import dev.perch.model.GroupRefusal.RuleProtocolInvalid;
import dev.perch.model.SecurityRule.PortRange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Protocols and ports of rules as people write them. */
public final class RulePorts {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;

    private static final Map<String, Integer> NUMBERS =
            Map.of("icmp", ICMP, "tcp", TCP, "udp", UDP, "icmpv6", ICMPV6, "ipv6-icmp", ICMPV6, "vrrp", 112);

    /** Huawei Cloud takes at most 20 ports and ranges in one rule. */
    private static final int MOST = 20;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");
    private static final Pattern TYPE = Pattern.compile("([0-9]{1,3})(?:/([0-9]{1,3}))?");

    private RulePorts() {}

    /** {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, {@code vrrp}, or a number 0 to 255; any for {@code ""} and {@code any}. */
    public static Outcome<Optional<Integer>> protocol(String field, String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.isEmpty() || word.equals("any")) {
            return Outcome.done(Optional.empty());
        }
        Optional<Integer> number = Optional.ofNullable(NUMBERS.get(word))
                .or(() -> NUMBER.matcher(word).matches() ? Optional.of(Integer.parseInt(word)) : Optional.empty());
        return number.filter(n -> n <= 255).isPresent()
                ? Outcome.done(number)
                : Outcome.refused(new RuleProtocolInvalid(
                        field, "a protocol is tcp, udp, icmp, icmpv6, vrrp or a number 0 to 255, not '" + text + "'"));
    }

    /** The word of a protocol, its number when it has none. */
    public static String word(int protocol) {
        return switch (protocol) {
            case ICMP -> "icmp";
            case TCP -> "tcp";
            case UDP -> "udp";
            case ICMPV6 -> "icmpv6";
            default -> Integer.toString(protocol);
        };
    }

    /** Whether the protocol has types and codes where others have ports. */
    public static boolean isIcmp(Optional<Integer> protocol) {
        return protocol.filter(p -> p == ICMP || p == ICMPV6).isPresent();
    }

    /** Ports and ranges like {@code 22,80-90}; for ICMP types with or without their code like {@code 8,3/4}. All for {@code ""}. */
    public static Outcome<List<PortRange>> parse(String field, Optional<Integer> protocol, String text) {
        if (text.isBlank()) {
            return Outcome.done(List.of());
        }
        String[] parts = text.split(",", -1);
        if (parts.length > MOST) {
            return Outcome.refused(
                    new RulePortsInvalid(field, "at most " + MOST + " ports or ranges fit into one rule"));
        }
        List<Optional<PortRange>> ranges = Stream.of(parts)
                .map(part -> isIcmp(protocol) ? type(part.strip()) : range(part.strip()))
                .toList();
        return ranges.stream().allMatch(Optional::isPresent)
                ? Outcome.done(ranges.stream().map(Optional::get).distinct().toList())
                : Outcome.refused(new RulePortsInvalid(
                        field,
                        (isIcmp(protocol)
                                        ? "ICMP types and codes are 0 to 255, like 8 or 3/4, not '"
                                        : "ports are 1 to 65535, like 22,80-90, not '")
                                + text + "'"));
    }

    /** One range by its ends; for ICMP {@code first} is the type and {@code last} the code, or nothing for all its codes. */
    public static Outcome<List<PortRange>> between(
            String field, Optional<Integer> protocol, Optional<Integer> first, Optional<Integer> last) {
        if (first.isEmpty() && last.isEmpty()) {
            return Outcome.done(List.of());
        }
        if (first.isEmpty()) {
            return Outcome.refused(new RulePortsInvalid(field, "there is an end and no beginning"));
        }
        String rest = last.filter(end -> isIcmp(protocol) || !end.equals(first.get()))
                .map(end -> (isIcmp(protocol) ? "/" : "-") + end)
                .orElse("");
        return parse(field, protocol, first.get() + rest);
    }

    /** What {@link #parse} reads. */
    public static String text(Optional<Integer> protocol, List<PortRange> ports) {
        return ports.stream()
                .map(range -> isIcmp(protocol) ? type(range) : range(range))
                .collect(Collectors.joining(","));
    }

    private static Optional<PortRange> range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        return first >= 1 && first <= last && last <= 65_535
                ? Optional.of(new PortRange(first, last))
                : Optional.empty();
    }

    private static Optional<PortRange> type(String text) {
        Matcher matcher = TYPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int type = Integer.parseInt(matcher.group(1));
        int code = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        if (type > 255 || code > 255) {
            return Optional.empty();
        }
        int first = type << 8 | code;
        return Optional.of(new PortRange(first, matcher.group(2) == null ? type << 8 | 255 : first));
    }

    private static String range(PortRange range) {
        return range.first() == range.last() ? "" + range.first() : range.first() + "-" + range.last();
    }

    private static String type(PortRange range) {
        int type = range.first() >> 8;
        return range.first() == range.last() ? type + "/" + (range.first() & 255) : "" + type;
    }
}
