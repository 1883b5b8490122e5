package dev.perch.fabric.linux.netlink;

import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The attributes of a received message or of a nested attribute. Total: what does not fit ends the list. */
public final class Attributes {
    private static final int KIND = 0x3fff;

    /** One attribute; {@code kind} without its flags. */
    public record Attribute(int kind, byte[] value) {}

    private final List<Attribute> all;
    private final Map<Integer, byte[]> byKind = new HashMap<>();

    private Attributes(List<Attribute> all) {
        this.all = all;
        all.forEach(a -> byKind.put(a.kind(), a.value()));
    }

    public static Attributes parse(byte[] bytes, int offset) {
        List<Attribute> all = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int at = offset;
        while (at >= 0 && at + 4 <= bytes.length) {
            int length = Short.toUnsignedInt(in.getShort(at));
            if (length < 4 || at + length > bytes.length) {
                break;
            }
            byte[] value = new byte[length - 4];
            in.get(at + 4, value);
            all.add(new Attribute(in.getShort(at + 2) & KIND, value));
            at += length + 3 & ~3;
        }
        return new Attributes(all);
    }

    /** Every attribute in order; lists repeat a kind. */
    public List<Attribute> all() {
        return List.copyOf(all);
    }

    public Optional<byte[]> bytes(int kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    /** The nested attributes; none when it is missing. */
    public Attributes nested(int kind) {
        return parse(byKind.getOrDefault(kind, new byte[0]), 0);
    }

    /** Text up to its zero byte. */
    public Optional<String> text(int kind) {
        return bytes(kind).map(b -> {
            int end = 0;
            while (end < b.length && b[end] != 0) {
                end++;
            }
            return new String(b, 0, end, StandardCharsets.UTF_8);
        });
    }

    /** An unsigned number of 1, 2 or 4 bytes in host order. */
    public OptionalInt number(int kind) {
        return number(kind, ByteOrder.nativeOrder());
    }

    public OptionalInt numberBigEndian(int kind) {
        return number(kind, ByteOrder.BIG_ENDIAN);
    }

    private OptionalInt number(int kind, ByteOrder order) {
        byte[] value = byKind.get(kind);
        if (value == null) {
            return OptionalInt.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(value).order(order);
        return switch (value.length) {
            case 1 -> OptionalInt.of(in.get() & 0xff);
            case 2 -> OptionalInt.of(in.getShort() & 0xffff);
            case 4 -> OptionalInt.of(in.getInt());
            default -> OptionalInt.empty();
        };
    }

    /** A 64-bit number in network order, the way of nftables. */
    public long longBigEndian(int kind) {
        return bytes(kind)
                .filter(b -> b.length == 8)
                .map(b -> ByteBuffer.wrap(b).getLong())
                .orElse(0L);
    }

    public Optional<IpAddress> address(int kind) {
        return bytes(kind).filter(b -> b.length == 4 || b.length == 16).map(IpAddress::of);
    }

    public Optional<MacAddress> mac(int kind) {
        return bytes(kind).filter(b -> b.length == 6).map(b -> MacAddress.of(b, 0));
    }
}
