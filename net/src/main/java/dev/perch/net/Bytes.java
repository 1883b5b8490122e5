package dev.perch.net;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A stretch of bytes in network order, shared with the array it was made from and never written through: the maker must
 * not change the array afterwards. Equal when the bytes are equal.
 */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    public static Bytes of(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /** The {@code length} bytes from {@code offset}; {@link IndexOutOfBoundsException} when the array has fewer. */
    public static Bytes of(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new Bytes(array, offset, length);
    }

    /** A copy of what remains in the buffer; its position stays. */
    public static Bytes copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return of(copy);
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The unsigned byte at {@code index}. This and all other reads throw {@link IndexOutOfBoundsException}. */
    public int u8(int index) {
        return array[offset + Objects.checkIndex(index, length)] & 0xff;
    }

    public int u16(int index) {
        return u8(index) << 8 | u8(index + 1);
    }

    /** Thirty-two bits in a signed int. */
    public int i32(int index) {
        return u16(index) << 16 | u16(index + 2);
    }

    public MacAddress mac(int index) {
        return MacAddress.of(array, offset + Objects.checkFromIndexSize(index, 6, length));
    }

    public Ipv4Address ipv4(int index) {
        return Ipv4Address.of(array, offset + Objects.checkFromIndexSize(index, 4, length));
    }

    public Ipv6Address ipv6(int index) {
        return Ipv6Address.of(array, offset + Objects.checkFromIndexSize(index, 16, length));
    }

    public Bytes slice(int from, int size) {
        return new Bytes(array, offset + Objects.checkFromIndexSize(from, size, length), size);
    }

    /** What follows the first {@code from} bytes. */
    public Bytes from(int from) {
        return slice(from, length - from);
    }

    /** A fresh array with the bytes. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    void putTo(ByteBuffer buffer) {
        buffer.put(array, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + array[offset + i];
        }
        return hash;
    }

    /** Hexadecimal, at most the first 64 bytes. */
    @Override
    public String toString() {
        String hex = HexFormat.of().formatHex(array, offset, offset + Math.min(length, 64));
        return length > 64 ? hex + "… (" + length + " bytes)" : hex;
    }
}
