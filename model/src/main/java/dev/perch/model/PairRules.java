package dev.perch.model;

import dev.perch.model.Port.AddressPair;
import dev.perch.model.PortRefusal.PairInvalid;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import dev.perch.net.Malformed;
import dev.perch.net.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Address pairs, and how they switch the source/destination check. */
public final class PairRules {

    /** The pair that switches the check off, as Huawei's clients write it; its length 0 covers every address. */
    public static final AddressPair MARKER = new AddressPair("1.1.1.1/0", IpPrefix.of("1.1.1.1/0"), Optional.empty());

    /** At most so many pairs on a port. */
    public static final int MOST = 100;

    private PairRules() {}

    /** A pair as a user writes it: an address or a block, but not 0.0.0.0 or 0.0.0.0/0. */
    public static Outcome<AddressPair> parse(String field, String text, Optional<MacAddress> mac) {
        return switch (IpPrefix.parse(text)) {
            case Parsed.Ok<IpPrefix>(IpPrefix prefix) -> {
                AddressPair pair = new AddressPair(text, prefix, mac);
                yield allowed(field, pair)
                        .<Outcome<AddressPair>>map(Outcome::refused)
                        .orElseGet(() -> Outcome.done(pair));
            }
            case Malformed<IpPrefix> m ->
                Outcome.refused(new PairInvalid(field, text == null ? "" : text, "is not an address or CIDR"));
        };
    }

    /** 0.0.0.0, 0.0.0.0/0 and the like are refused: whoever means every address writes 1.1.1.1/0. */
    public static Optional<Refusal> allowed(String field, AddressPair pair) {
        return pair.prefix().address().isUnspecified()
                ? Optional.of(new PairInvalid(
                        field, pair.text(), "is not allowed as an address pair; 1.1.1.1/0 switches the check off"))
                : Optional.empty();
    }

    public static Optional<Refusal> allowed(String field, List<AddressPair> pairs) {
        if (pairs.size() > MOST) {
            return Optional.of(
                    new PairInvalid(field, pairs.size() + " pairs", "are too many: a port has at most " + MOST));
        }
        for (int i = 0; i < pairs.size(); i++) {
            Optional<Refusal> refusal = allowed(field + "[" + i + "]", pairs.get(i));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** The pairs that make the check what is asked; the same list when it is so already. */
    public static List<AddressPair> withCheck(List<AddressPair> pairs, boolean checked) {
        boolean is = pairs.stream().noneMatch(pair -> pair.prefix().length() == 0);
        if (is == checked) {
            return pairs;
        }
        List<AddressPair> changed = new ArrayList<>(pairs);
        if (checked) {
            changed.removeIf(pair -> pair.prefix().length() == 0);
        } else {
            changed.add(MARKER);
        }
        return List.copyOf(changed);
    }

    /** Whether packets from the address pass the port's source/destination check. */
    public static boolean admits(Port port, IpAddress address) {
        return !port.checked()
                || port.addresses().contains(address)
                || port.pairs().stream().anyMatch(pair -> pair.prefix().contains(address));
    }

    /** The one address that a pair means; empty for a block. */
    public static Optional<IpAddress> single(AddressPair pair) {
        Family family = pair.prefix().family();
        return pair.prefix().length() == family.bits()
                ? Optional.of(pair.prefix().address())
                : Optional.empty();
    }
}
