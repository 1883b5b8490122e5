package dev.perch.fabric.linux;

import dev.perch.net.Bytes;
import dev.perch.net.Frame;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPacket;
import dev.perch.net.MacAddress;
import java.nio.ByteBuffer;

/** TCP segments and UDP datagrams as frames. Their checksum is wrong, so that no guest's kernel answers. */
record Segments(MacAddress from, MacAddress to, IpAddress source, int sourcePort, IpAddress destination, int port) {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;
    private static final int TCP = 6;
    private static final int UDP = 17;

    Frame with(int flags) {
        byte[] segment = ByteBuffer.allocate(20)
                .putShort((short) sourcePort)
                .putShort((short) port)
                .putLong(0)
                .put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 0xffff)
                .putInt(0)
                .array();
        return new Frame(to, from, IpPacket.of(source, destination, 0, 64, TCP, Bytes.of(segment)));
    }

    /** Without data. */
    Frame datagram() {
        byte[] datagram = ByteBuffer.allocate(8)
                .putShort((short) sourcePort)
                .putShort((short) port)
                .putShort((short) 8)
                .putShort((short) 1)
                .array();
        return new Frame(to, from, IpPacket.of(source, destination, 0, 64, UDP, Bytes.of(datagram)));
    }

    /** Those of another flow, to another port. */
    Segments to(int other) {
        return new Segments(from, to, source, sourcePort, destination, other);
    }

    /** Those of another flow, from another port. */
    Segments from(int other) {
        return new Segments(from, to, source, other, destination, port);
    }

    Segments back() {
        return new Segments(to, from, destination, port, source, sourcePort);
    }

    /** The same packets on another stretch of their way. */
    Segments between(MacAddress from, MacAddress to) {
        return new Segments(from, to, source, sourcePort, destination, port);
    }
}
