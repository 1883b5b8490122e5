package dev.perch.api.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Ids for requests: 32 hexadecimal digits, the first half of which is this start of the program. */
final class RequestIds {
    private static final HexFormat HEX = HexFormat.of();

    private final String start = HEX.toHexDigits(new SecureRandom().nextLong());
    private final AtomicLong next = new AtomicLong();

    String next() {
        return start + HEX.toHexDigits(next.incrementAndGet());
    }
}
