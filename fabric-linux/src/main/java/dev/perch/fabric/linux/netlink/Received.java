package dev.perch.fabric.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message from the kernel.
 *
 * @param body everything after the netlink header
 */
public record Received(int type, int flags, int sequence, int port, byte[] body) {
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;

    /** NLM_F_DUMP_INTR: the tables changed during the dump, which may have missed something. */
    private static final int DUMP_INTERRUPTED = 0x10;

    /** NLM_F_CAPPED: the failed request is not repeated in the error. */
    private static final int CAPPED = 0x100;

    /** NLM_F_ACK_TLVS: the error is followed by attributes that explain it. */
    private static final int EXPLAINED = 0x200;

    private static final int EXPLANATION = 1;

    /** The messages of one datagram. Total: a broken tail is left out. */
    static List<Received> parse(byte[] datagram) {
        List<Received> all = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        int at = 0;
        while (at + Message.HEADER <= datagram.length) {
            int length = in.getInt(at);
            if (length < Message.HEADER || length > datagram.length - at) {
                break;
            }
            all.add(new Received(
                    Short.toUnsignedInt(in.getShort(at + 4)),
                    Short.toUnsignedInt(in.getShort(at + 6)),
                    in.getInt(at + 8),
                    in.getInt(at + 12),
                    Arrays.copyOfRange(datagram, at + Message.HEADER, at + length)));
            at += length + 3 & ~3;
        }
        return all;
    }

    /** The error number of an error or of the end of a dump, 0 for success. */
    int error() {
        return body.length < 4 ? 0 : -int32(0);
    }

    /** The kernel's own words about an error, or nothing. */
    String explanation() {
        if ((flags & EXPLAINED) == 0) {
            return "";
        }
        int request = (flags & CAPPED) != 0 || body.length < 8 ? Message.HEADER : int32(4);
        return Attributes.parse(body, 4 + request).text(EXPLANATION).orElse("");
    }

    boolean interrupted() {
        return (flags & DUMP_INTERRUPTED) != 0;
    }

    public int u8(int offset) {
        return offset < body.length ? body[offset] & 0xff : 0;
    }

    public int int32(int offset) {
        return offset + 4 <= body.length
                ? ByteBuffer.wrap(body).order(ByteOrder.nativeOrder()).getInt(offset)
                : 0;
    }

    public int u16(int offset) {
        return offset + 2 <= body.length
                ? Short.toUnsignedInt(
                        ByteBuffer.wrap(body).order(ByteOrder.nativeOrder()).getShort(offset))
                : 0;
    }

    /** The attributes after a fixed part of {@code fixed} bytes. */
    public Attributes attributes(int fixed) {
        return Attributes.parse(body, fixed);
    }
}
