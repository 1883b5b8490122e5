package dev.perch.fabric.linux.kernel;

/** Error numbers that the fabric tells apart (asm-generic/errno-base.h, asm-generic/errno.h; the same on x86-64 and arm64). */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ERANGE = 34;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ENOBUFS = 105;
    public static final int EHOSTUNREACH = 113;

    private Errno() {}

    /** The error in words, with its number. */
    public static String describe(int errno) {
        String words = switch (errno) {
            case EPERM -> "not permitted";
            case ENOENT -> "does not exist";
            case ESRCH -> "no such process or entry";
            case EINTR -> "interrupted";
            case EAGAIN -> "would block";
            case EBUSY -> "busy";
            case EEXIST -> "exists";
            case ENODEV -> "no such device";
            case EINVAL -> "invalid argument";
            case ERANGE -> "out of range";
            case EADDRNOTAVAIL -> "address not available";
            case ENETDOWN -> "network is down";
            case ENETUNREACH -> "network unreachable";
            case ENOBUFS -> "no buffer space";
            case EHOSTUNREACH -> "no route to host";
            default -> "error";
        };
        return words + " (errno " + errno + ")";
    }
}
