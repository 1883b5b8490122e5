package dev.perch.fabric.linux.nft;

import dev.perch.fabric.linux.netlink.Attributes;
import dev.perch.fabric.linux.netlink.Message;
import dev.perch.net.Bytes;

/** The limit of an element: {@code limit rate over N bytes/second}, which is true of the packets beyond it. */
final class Limit {
    private static final int RATE = 1;
    private static final int UNIT = 2;
    private static final int BURST = 3;
    private static final int TYPE = 4;
    private static final int FLAGS = 5;
    private static final int BYTES = 1;
    private static final int OVER = 1;

    /** A packet that the kernel has not cut up yet is as large as this; the kernel adds a second's worth. */
    private static final int BURST_BYTES = 1 << 16;

    private Limit() {}

    static void put(Message item, long rate) {
        item.nest(
                NftMessages.ELEM_EXPR,
                expression -> expression
                        .attribute(NftMessages.EXPR_NAME, "limit")
                        .nest(
                                NftMessages.EXPR_DATA,
                                limit -> limit.attribute64BigEndian(RATE, rate)
                                        .attribute64BigEndian(UNIT, 1)
                                        .attribute32BigEndian(BURST, BURST_BYTES)
                                        .attribute32BigEndian(TYPE, BYTES)
                                        .attribute32BigEndian(FLAGS, OVER)));
    }

    /** The rate in bytes a second, in eight bytes; of a limit that is not as we make them, nothing. */
    static Bytes rate(Attributes item) {
        Attributes limit = item.nested(NftMessages.ELEM_EXPR).nested(NftMessages.EXPR_DATA);
        boolean ours = limit.longBigEndian(UNIT) == 1
                && limit.numberBigEndian(TYPE).orElse(0) == BYTES
                && limit.numberBigEndian(FLAGS).orElse(0) == OVER;
        return ours ? limit.bytes(RATE).map(Bytes::of).orElse(Bytes.EMPTY) : Bytes.EMPTY;
    }
}
