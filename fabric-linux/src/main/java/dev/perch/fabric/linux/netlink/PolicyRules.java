package dev.perch.fabric.linux.netlink;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.netlink.PolicyRule.Blackhole;
import dev.perch.fabric.linux.netlink.PolicyRule.Lookup;
import dev.perch.fabric.linux.netlink.PolicyRule.Nothing;
import dev.perch.fabric.linux.netlink.PolicyRule.Skip;
import dev.perch.net.Family;
import java.util.List;

/** The rules of one namespace for choosing a table. */
public final class PolicyRules {
    private final NetlinkSocket socket;

    PolicyRules(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Those of ours, in the order in which they are asked. */
    public List<PolicyRule> ours(Family family) {
        Message message = header(Rtnetlink.GETRULE, Message.DUMP, family, 0);
        return socket.dump(message, "list rules").stream()
                .filter(m -> m.type() == Rtnetlink.NEWRULE)
                .flatMap(m -> PolicyRule.of(m).stream())
                .filter(PolicyRule::isOurs)
                .toList();
    }

    /** Adding one that is there does nothing. */
    public void add(PolicyRule rule) {
        try {
            socket.request(
                    message(Rtnetlink.NEWRULE, Message.ACK | Message.CREATE | Message.EXCL, rule), "add " + rule);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    /** Deleting a missing one succeeds. */
    public void delete(PolicyRule rule) {
        socket.remove(message(Rtnetlink.DELRULE, Message.ACK, rule), "delete " + rule);
    }

    private static Message message(int type, int flags, PolicyRule rule) {
        Message message = switch (rule.action()) {
            case Lookup to ->
                header(type, flags, rule.family(), PolicyRule.TO_TABLE).attribute32(PolicyRule.FRA_TABLE, to.table());
            case Skip to ->
                header(type, flags, rule.family(), PolicyRule.TO_GOTO).attribute32(PolicyRule.FRA_GOTO, to.priority());
            case Nothing _ -> header(type, flags, rule.family(), PolicyRule.TO_NOTHING);
            case Blackhole _ -> header(type, flags, rule.family(), PolicyRule.TO_BLACKHOLE);
        };
        message.attribute32(PolicyRule.FRA_PRIORITY, rule.priority())
                .attribute8(PolicyRule.FRA_PROTOCOL, rule.protocol());
        if (rule.mark() != 0) {
            message.attribute32(PolicyRule.FRA_FWMARK, rule.mark());
        }
        return rule.from().isEmpty() ? message : message.attribute(PolicyRule.FRA_IIFNAME, rule.from());
    }

    /** {@code struct fib_rule_hdr}. */
    private static Message header(int type, int flags, Family family, int action) {
        return new Message(type, flags)
                .u8(Rtnetlink.family(family))
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(action)
                .u32(0);
    }
}
