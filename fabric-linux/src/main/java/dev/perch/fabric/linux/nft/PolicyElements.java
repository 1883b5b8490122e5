package dev.perch.fabric.linux.nft;

import static dev.perch.fabric.linux.nft.Numbers.IN_INTERVALS;
import static dev.perch.fabric.linux.nft.Numbers.IN_REGISTERS;

import dev.perch.fabric.policy.Box;
import dev.perch.fabric.policy.Box.AddressBox;
import dev.perch.fabric.policy.Box.MemberBox;
import dev.perch.fabric.policy.Policy;
import dev.perch.fabric.policy.PolicyChange;
import dev.perch.fabric.policy.Scope;
import dev.perch.net.Bytes;
import dev.perch.net.IpPrefix;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/** What security groups let through, as elements of the sets that {@code groups.nft} looks into. */
public final class PolicyElements {
    private PolicyElements() {}

    public static Stream<Element> of(Policy policy) {
        return Stream.concat(policy.boxes().stream().map(PolicyElements::of), highest(policy, Policy.NONE));
    }

    /** How the elements of one policy differ from those of another. */
    public record Change(List<Element> added, List<Element> removed) {}

    public static Change between(Policy before, Policy after) {
        PolicyChange boxes = after.since(before);
        return new Change(
                Stream.concat(boxes.added().stream().map(PolicyElements::of), highest(after, before))
                        .toList(),
                Stream.concat(boxes.removed().stream().map(PolicyElements::of), highest(before, after))
                        .toList());
    }

    /** Those that the other policy does not have. */
    private static Stream<Element> highest(Policy policy, Policy other) {
        return policy.highest().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(other.highest().get(entry.getKey())))
                .map(entry -> highest(entry.getKey(), entry.getValue()));
    }

    private static Element highest(Scope scope, int stratum) {
        return new Element(
                SetKind.STRATA,
                Bytes.of(IN_REGISTERS.scope(scope, 0)),
                Bytes.EMPTY,
                Bytes.of(IN_REGISTERS.scope(scope, stratum)));
    }

    private static Element of(Box box) {
        return switch (box) {
            case AddressBox address -> {
                IpPrefix remote = address.remote();
                if (remote.length() == 0) {
                    yield element(SetKind.ANYWHERE, box, new byte[0], new byte[0]);
                }
                SetKind set = switch (remote.family()) {
                    case IPV4 -> SetKind.BOXES4;
                    case IPV6 -> SetKind.BOXES6;
                };
                yield element(set, box, remote.first().bytes(), remote.last().bytes());
            }
            case MemberBox member -> {
                byte[] remote = IN_INTERVALS.groups(member.remote());
                yield element(SetKind.MEMBERS, box, remote, remote);
            }
        };
    }

    private static Element element(SetKind set, Box box, byte[] first, byte[] last) {
        byte[] scope = IN_INTERVALS.scope(box.scope(), box.stratum());
        return new Element(
                set,
                key(set, scope, first, box.protocols().first(), box.ports().first()),
                key(set, scope, last, box.protocols().last(), box.ports().last()),
                Bytes.EMPTY);
    }

    private static Bytes key(SetKind set, byte[] scope, byte[] remote, int protocol, int port) {
        ByteBuffer key = ByteBuffer.allocate(set.keyLength()).put(remote).put(scope);
        int at = key.position();
        key.put(at, (byte) protocol).putShort(at + Field.PROTOCOL.room(), (short) port);
        return Bytes.of(key.array());
    }
}
