package dev.perch.fabric.linux.kernel;

/** The kernel said no. The message names the call and what it was for. */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    public KernelException(int errno, String context) {
        super(context + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /** The error number of errno(3), positive. */
    public int errno() {
        return errno;
    }

    public boolean is(int number) {
        return errno == number;
    }
}
