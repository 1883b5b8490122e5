package dev.perch.fabric.linux.nft;

import dev.perch.net.Bytes;
import dev.perch.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What the elements of a map give for their keys, or what each has of its own. */
enum Given {
    ADDRESS,
    /** A limit's rate in bytes a second, in eight bytes. */
    RATE,
    /** A number of groups. */
    GROUPS,
    /** A scope with the stratum to begin with. */
    SCOPE,
    /** The chain to go to, or {@value #ACCEPT}; its name in ASCII. */
    VERDICT;

    static final String ACCEPT = "accept";

    /** In words, to follow the key. */
    String text(Bytes data) {
        return switch (this) {
            case ADDRESS -> " gives " + IpAddress.of(data.toArray());
            case RATE -> " " + rate(data) + " bytes/s";
            case GROUPS -> " gives " + Numbers.IN_REGISTERS.groupsText(data, 0);
            case SCOPE -> " gives " + Numbers.IN_REGISTERS.scopeText(data, 0);
            case VERDICT -> " gives " + chain(data);
        };
    }

    static long rate(Bytes data) {
        return ByteBuffer.wrap(data.toArray()).getLong();
    }

    static String chain(Bytes data) {
        return new String(data.toArray(), StandardCharsets.US_ASCII);
    }
}
