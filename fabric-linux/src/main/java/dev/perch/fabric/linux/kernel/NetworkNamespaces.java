package dev.perch.fabric.linux.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Network namespaces with names: bind mounts of nsfs files under {@code /run/netns}, the convention of ip-netns(8). */
public final class NetworkNamespaces {
    public static final Path DIRECTORY = Path.of("/run/netns");

    private static final long MS_BIND = 1 << 12;
    private static final long MS_REC = 1 << 14;
    private static final long MS_SHARED = 1 << 20;
    private static final int MNT_DETACH = 2;

    private NetworkNamespaces() {}

    public static Path path(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.startsWith(".")) {
            throw new IllegalArgumentException("'" + name + "' cannot name a namespace");
        }
        return DIRECTORY.resolve(name);
    }

    /** Whether the namespace had to be made. */
    public static boolean create(String name) {
        Path file = path(name);
        synchronized (NetworkNamespaces.class) {
            if (exists(name)) {
                return false;
            }
            try (NamespaceThread thread = NamespaceThread.unshare(name)) {
                prepareDirectory();
                makeFile(file);
                thread.call(() -> {
                    Loopback.up();
                    Libc.mount("/proc/thread-self/ns/net", file.toString(), "none", MS_BIND);
                    return null;
                });
            }
            return true;
        }
    }

    /** Gives a namespace a name. Does nothing when the name is one's already; false when there is no such namespace any more. */
    public static boolean name(String name, Path namespace) {
        Path file = path(name);
        synchronized (NetworkNamespaces.class) {
            if (exists(name)) {
                return true;
            }
            prepareDirectory();
            makeFile(file);
            try {
                Libc.mount(namespace.toString(), file.toString(), "none", MS_BIND);
                return true;
            } catch (KernelException gone) {
                delete(name);
                return false;
            }
        }
    }

    public static void delete(String name) {
        Path file = path(name);
        synchronized (NetworkNamespaces.class) {
            // Mounted twice when two programs race to create it; each needs its own unmount.
            while (exists(name)) {
                Libc.unmount(file.toString(), MNT_DETACH);
            }
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove " + file, e);
            }
        }
    }

    public static boolean exists(String name) {
        return identity(path(name)).isPresent();
    }

    public static List<String> list(String prefix) {
        if (!Files.isDirectory(DIRECTORY)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + DIRECTORY, e);
        }
    }

    /** The inode number by which the kernel tells namespaces apart; empty when the file is none's. */
    public static OptionalLong identity(Path file) {
        try {
            long device = (long) Files.getAttribute(Path.of("/proc/self/ns/net"), "unix:dev");
            return (long) Files.getAttribute(file, "unix:dev") == device
                    ? OptionalLong.of((long) Files.getAttribute(file, "unix:ino"))
                    : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
        }
    }

    private static void makeFile(Path file) {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + file, e);
        }
    }

    /** A shared mount point, so that namespaces made and removed in one mount namespace appear in the others. */
    private static void prepareDirectory() {
        String directory = DIRECTORY.toString();
        try {
            Files.createDirectories(DIRECTORY);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
        try {
            Libc.mount("", directory, "none", MS_SHARED | MS_REC);
        } catch (KernelException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
            Libc.mount(directory, directory, "none", MS_BIND | MS_REC);
            Libc.mount("", directory, "none", MS_SHARED | MS_REC);
        }
    }
}
