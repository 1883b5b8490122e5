package dev.perch.fabric.linux.kernel;

/** A pidfd: readable when its process has ended. */
public record ProcessDescriptor(int descriptor) implements AutoCloseable {

    /** {@link KernelException} with ESRCH when there is no such process. */
    public static ProcessDescriptor open(long pid) {
        return new ProcessDescriptor(Libc.pidfdOpen(pid));
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }
}
