package dev.perch.net;

/** An address family. */
public enum Family {
    IPV4(4, 32),
    IPV6(6, 128);

    private final int version;
    private final int bits;

    Family(int version, int bits) {
        this.version = version;
        this.bits = bits;
    }

    /** The IP version number, 4 or 6. */
    public int version() {
        return version;
    }

    /** The length of an address in bits, 32 or 128. */
    public int bits() {
        return bits;
    }
}
