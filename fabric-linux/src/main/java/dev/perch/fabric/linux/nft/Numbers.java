package dev.perch.fabric.linux.nft;

import dev.perch.fabric.policy.Scope;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.net.Bytes;
import dev.perch.net.Family;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Security groups as the rules have them in registers of 32 bits: the number of a port's groups in the upper 24, and in a scope
 * the direction, the family and the stratum below it ({@code groups.nft}).
 *
 * @param order that of the host, or for sets of intervals that of the network, which nft turns registers into before it looks up
 */
record Numbers(ByteOrder order) {
    static final Numbers IN_REGISTERS = new Numbers(ByteOrder.nativeOrder());
    static final Numbers IN_INTERVALS = new Numbers(ByteOrder.BIG_ENDIAN);

    private static final int GROUPS_SHIFT = 8;
    private static final int ARRIVING = 0x08;
    private static final int IPV6 = 0x10;
    private static final int STRATUM = 0x07;

    byte[] groups(int number) {
        return bytes(number << GROUPS_SHIFT);
    }

    byte[] scope(Scope scope, int stratum) {
        int direction = switch (scope.direction()) {
            case INGRESS -> ARRIVING;
            case EGRESS -> 0;
        };
        int family = switch (scope.family()) {
            case IPV4 -> 0;
            case IPV6 -> IPV6;
        };
        return bytes(scope.groups() << GROUPS_SHIFT | direction | family | stratum);
    }

    private byte[] bytes(int number) {
        return ByteBuffer.allocate(4).order(order).putInt(number).array();
    }

    String groupsText(Bytes bytes, int at) {
        return "groups " + (read(bytes, at) >>> GROUPS_SHIFT);
    }

    String scopeText(Bytes bytes, int at) {
        int number = read(bytes, at);
        return groupsText(bytes, at)
                + ((number & ARRIVING) == 0 ? " " + Direction.EGRESS : " " + Direction.INGRESS)
                + ((number & IPV6) == 0 ? " " + Family.IPV4 : " " + Family.IPV6)
                + " stratum " + (number & STRATUM);
    }

    private int read(Bytes bytes, int at) {
        return ByteBuffer.wrap(bytes.slice(at, 4).toArray()).order(order).getInt();
    }
}
