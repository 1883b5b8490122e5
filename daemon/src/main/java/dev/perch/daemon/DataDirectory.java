package dev.perch.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * What one instance keeps on disk: the store, its servers, the token, and while it runs {@code daemon.json}. Readable by its
 * owner only. Locked, so that two daemons never share one.
 */
final class DataDirectory implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes the directory when it is missing and locks it; {@link IOException} when another daemon has it. */
    static DataDirectory open(Path path) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, OWNER_ONLY);
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!lock(channel)) {
            channel.close();
            throw new IOException("another daemon uses the data directory " + path);
        }
        return new DataDirectory(path, channel);
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** The token that admits requests; made at the first call: 256 random bits in base64url. */
    String token() throws IOException {
        Path file = path.resolve("token");
        if (!Files.exists(file)) {
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n");
        }
        return Files.readString(file).strip();
    }

    /** Tells clients where the daemon is; the file is whole or not there. */
    void announce(String json) throws IOException {
        write(path.resolve("daemon.json"), json + "\n");
    }

    /** The daemon is no longer there. */
    void withdraw() throws IOException {
        Files.deleteIfExists(path.resolve("daemon.json"));
    }

    private void write(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(SECRET));
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
