package dev.perch.fabric.linux.netlink;

import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A netlink message in the making. Integers are in host byte order unless a method says otherwise; attributes are
 * aligned to four bytes.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                            Length                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |             Type              |             Flags             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        Sequence Number                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          Port Number                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   fixed part of the family, then attributes (length, type, value) ...
 * </pre>
 */
public final class Message {
    public static final int REQUEST = 1;
    public static final int ACK = 4;
    public static final int DUMP = 0x300;
    public static final int REPLACE = 0x100;
    public static final int EXCL = 0x200;
    public static final int CREATE = 0x400;

    static final int HEADER = 16;
    static final int NESTED = 1 << 15;

    private final int type;
    private final int flags;
    private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

    public Message(int type, int flags) {
        this.type = type;
        this.flags = flags | REQUEST;
        buffer.position(HEADER);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
            buffer = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).put(buffer.flip());
        }
        return buffer;
    }

    /** What it is about, for error messages. */
    public int type() {
        return type;
    }

    public int flags() {
        return flags;
    }

    public Message u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    public Message u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    public Message u32(int value) {
        room(4).putInt(value);
        return this;
    }

    public Message u16BigEndian(int value) {
        room(2).put((byte) (value >> 8)).put((byte) value);
        return this;
    }

    public Message attribute(int kind, byte[] value) {
        int padding = -value.length & 3;
        room(4 + value.length + padding).putShort((short) (4 + value.length)).putShort((short) kind);
        buffer.put(value).put(new byte[padding]);
        return this;
    }

    public Message flag(int kind) {
        return attribute(kind, new byte[0]);
    }

    public Message attribute8(int kind, int value) {
        return attribute(kind, new byte[] {(byte) value});
    }

    public Message attribute32(int kind, int value) {
        return attribute(kind, hostOrder(4).putInt(value).array());
    }

    public Message attribute32BigEndian(int kind, int value) {
        return attribute(kind, ByteBuffer.allocate(4).putInt(value).array());
    }

    public Message attribute64BigEndian(int kind, long value) {
        return attribute(kind, ByteBuffer.allocate(8).putLong(value).array());
    }

    /** Text with the zero byte that the kernel expects. */
    public Message attribute(int kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return attribute(kind, Arrays.copyOf(bytes, bytes.length + 1));
    }

    public Message attribute(int kind, IpAddress address) {
        return attribute(kind, address.bytes());
    }

    public Message attribute(int kind, MacAddress mac) {
        return attribute(kind, mac.bytes());
    }

    /** An attribute made of attributes. */
    public Message nest(int kind, Consumer<Message> content) {
        return nestPlain(kind | NESTED, content);
    }

    /** As {@link #nest} without the flag that says so; the oldest kinds do not know it. */
    public Message nestPlain(int kind, Consumer<Message> content) {
        int start = room(4).position();
        buffer.putInt(0);
        content.accept(this);
        int length = buffer.position() - start;
        if (length > 0xffff) {
            throw new IllegalArgumentException("a netlink attribute has at most 65535 bytes");
        }
        buffer.putShort(start, (short) length).putShort(start + 2, (short) kind);
        return this;
    }

    /** The message in a fresh array. */
    public byte[] bytes(int sequence) {
        int length = buffer.position();
        buffer.putInt(0, length)
                .putShort(4, (short) type)
                .putShort(6, (short) flags)
                .putInt(8, sequence)
                .putInt(12, 0);
        return Arrays.copyOf(buffer.array(), length);
    }

    private static ByteBuffer hostOrder(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }
}
