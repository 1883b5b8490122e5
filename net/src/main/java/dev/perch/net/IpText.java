package dev.perch.net;

/** Address text: dotted quads, RFC 4291 section 2.2 in, RFC 5952 out. */
final class IpText {
    private static final String WHAT = "IP address";

    private IpText() {}

    static Parsed<IpAddress> parse(String text) {
        if (text == null || text.isEmpty()) {
            return Parsed.malformed(WHAT, "is empty");
        }
        if (text.length() > 45) {
            return Parsed.malformed(WHAT, "is longer than 45 characters");
        }
        if (text.indexOf(':') >= 0) {
            return ipv6(text);
        }
        long quad = quad(text);
        return quad < 0 ? notAn(text, "IPv4") : Parsed.ok(new Ipv4Address((int) quad));
    }

    /** The number of a dotted quad, or -1. */
    private static long quad(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return -1;
        }
        long bits = 0;
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || part.length() > 1 && part.charAt(0) == '0') {
                return -1;
            }
            int octet = 0;
            for (int i = 0; i < part.length(); i++) {
                char c = part.charAt(i);
                if (c < '0' || c > '9') {
                    return -1;
                }
                octet = octet * 10 + c - '0';
            }
            if (octet > 255) {
                return -1;
            }
            bits = bits << 8 | octet;
        }
        return bits;
    }

    private static Parsed<IpAddress> ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::") || text.contains(":::")) {
            return notAn(text, "IPv6");
        }
        int[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        int[] tail = groups(gap < 0 ? "" : text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return notAn(text, "IPv6");
        }
        int given = head.length + tail.length;
        if (gap < 0 ? given != 8 : given > 7) {
            return notAn(text, "IPv6");
        }
        int[] all = new int[8];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, 8 - tail.length, tail.length);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | all[i];
            low = low << 16 | all[i + 4];
        }
        return Parsed.ok(new Ipv6Address(high, low));
    }

    /** The 16-bit groups of one side of the gap, or null; a dotted quad may end the last side. */
    private static int[] groups(String side, boolean quadMayEnd) {
        if (side.isEmpty()) {
            return new int[0];
        }
        String[] parts = side.split(":", -1);
        boolean endsInQuad = parts[parts.length - 1].indexOf('.') >= 0;
        if (parts.length > 8 || endsInQuad && !quadMayEnd) {
            return null;
        }
        int[] groups = new int[endsInQuad ? parts.length + 1 : parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (endsInQuad && i == parts.length - 1) {
                long quad = quad(parts[i]);
                if (quad < 0) {
                    return null;
                }
                groups[i] = (int) (quad >>> 16);
                groups[i + 1] = (int) quad & 0xffff;
            } else {
                groups[i] = group(parts[i]);
                if (groups[i] < 0) {
                    return null;
                }
            }
        }
        return groups;
    }

    private static int group(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static Parsed<IpAddress> notAn(String text, String family) {
        return Parsed.malformed(WHAT, "'" + text + "' is not an " + family + " address");
    }

    /**
     * RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as ::,
     * and a dotted quad at the end of an IPv4-mapped address (its section 5).
     */
    static String format(Ipv6Address address) {
        if (address.high() == 0 && address.low() >>> 32 == 0xffff) {
            return "::ffff:" + new Ipv4Address((int) address.low());
        }
        int[] g = new int[8];
        for (int i = 0; i < 4; i++) {
            g[i] = (int) (address.high() >>> 48 - 16 * i) & 0xffff;
            g[i + 4] = (int) (address.low() >>> 48 - 16 * i) & 0xffff;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int j = i;
            while (j < 8 && g[j] == 0) {
                j++;
            }
            if (j - i > length) {
                start = i;
                length = j - i;
            }
            i = Math.max(i, j - 1);
        }
        StringBuilder out = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                out.append("::");
                i += length - 1;
            } else {
                if (i > 0 && i != start + length) {
                    out.append(':');
                }
                out.append(Integer.toHexString(g[i]));
            }
        }
        return out.toString();
    }
}
