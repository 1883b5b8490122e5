package dev.perch.fabric.linux.netlink;

import dev.perch.net.Family;
import java.util.Optional;

/**
 * A rule by which the kernel chooses the table in which a packet's route is looked up (ip-rule(8)). It has three of its
 * own: 0 the namespace's own addresses, 32766 the main table, 32767 the default table.
 *
 * @param priority the place among the rules; the lowest is asked first
 * @param from     the link that the packet came in by; empty for any, the namespace's own packets too
 * @param mark     the mark of the packets that it is about; 0 for all
 */
public record PolicyRule(Family family, int priority, String from, int mark, Action action, int protocol) {
    static final int FIXED = 12;
    static final int FRA_IIFNAME = 3;
    static final int FRA_GOTO = 4;
    static final int FRA_PRIORITY = 6;
    static final int FRA_FWMARK = 10;
    static final int FRA_TABLE = 15;
    static final int FRA_PROTOCOL = 21;
    static final int TO_TABLE = 1;
    static final int TO_GOTO = 2;
    static final int TO_NOTHING = 3;
    static final int TO_BLACKHOLE = 6;

    /** What happens to a packet that the rule is about. */
    public sealed interface Action {}

    /** The route is looked up in a table; when there is none the next rule is asked. */
    public record Lookup(int table) implements Action {}

    /** The rules before the one with this priority are left out. */
    public record Skip(int priority) implements Action {}

    /** Nothing; the next rule is asked. */
    public record Nothing() implements Action {}

    /** There is no route; no rule behind this one is asked. */
    public record Blackhole() implements Action {}

    /** One of ours. */
    public static PolicyRule ours(Family family, int priority, String from, Action action) {
        return ours(family, priority, from, 0, action);
    }

    /** One of ours about packets with a mark. */
    public static PolicyRule ours(Family family, int priority, String from, int mark, Action action) {
        return new PolicyRule(family, priority, from, mark, action, Rtnetlink.OUR_PROTOCOL);
    }

    public boolean isOurs() {
        return protocol == Rtnetlink.OUR_PROTOCOL;
    }

    /** Reads the message; empty when it does something that none of ours does. */
    public static Optional<PolicyRule> of(Received message) {
        Attributes attributes = message.attributes(FIXED);
        Optional<Action> action = switch (message.u8(7)) {
            case TO_TABLE -> Optional.of(new Lookup(attributes.number(FRA_TABLE).orElse(message.u8(4))));
            case TO_GOTO -> Optional.of(new Skip(attributes.number(FRA_GOTO).orElse(0)));
            case TO_NOTHING -> Optional.of(new Nothing());
            case TO_BLACKHOLE -> Optional.of(new Blackhole());
            default -> Optional.empty();
        };
        return Rtnetlink.family(message.u8(0))
                .flatMap(family -> action.map(a -> new PolicyRule(
                        family,
                        attributes.number(FRA_PRIORITY).orElse(0),
                        attributes.text(FRA_IIFNAME).orElse(""),
                        attributes.number(FRA_FWMARK).orElse(0),
                        a,
                        attributes.number(FRA_PROTOCOL).orElse(0))));
    }
}
