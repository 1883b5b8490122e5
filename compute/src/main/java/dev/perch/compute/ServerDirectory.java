package dev.perch.compute;

import dev.perch.model.ObjectId.ServerId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/** The files of one server, in {@code <data>/servers/<id>}, which only root may enter. */
record ServerDirectory(Path data, ServerId server) {
    private static final Path HOST_BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /**
     * What root inside a server must not do to the host by mistake. Mounting, networking, tracing stay. This keeps
     * accidents in, not an attacker: root with CAP_SYS_ADMIN finds ways out.
     */
    static final String DROPPED = "-sys_module,-sys_boot,-sys_time,-sys_rawio,-sys_pacct,-sys_tty_config,-syslog,"
            + "-mknod,-linux_immutable,-dac_read_search,-mac_admin,-mac_override,-wake_alarm,-block_suspend,"
            + "-audit_control,-audit_read";

    Path path() {
        return servers(data).resolve(server.toString());
    }

    static Path servers(Path data) {
        return data.resolve("servers");
    }

    /** The servers that have a directory. */
    static List<ServerId> all(Path data) {
        String[] names = servers(data).toFile().list();
        return names == null
                ? List.of()
                : Stream.of(names).flatMap(ServerDirectory::parse).toList();
    }

    private static Stream<ServerId> parse(String name) {
        try {
            return Stream.of(new ServerId(UUID.fromString(name)));
        } catch (IllegalArgumentException notOurs) {
            return Stream.empty();
        }
    }

    /** Makes what is missing. */
    void create() {
        try {
            Files.createDirectories(
                    servers(data), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createDirectories(
                    path(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            for (String directory : List.of("work", "root")) {
                Files.createDirectories(path().resolve(directory));
            }
            Layers.create(path(), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what the next boot needs and removes what the last one left. */
    void arm(Boot boot, Mark mark) {
        try {
            Files.deleteIfExists(path().resolve("boot.pid"));
            Files.deleteIfExists(path().resolve("boot.ended"));
            for (String script : List.of("host.sh", "root.sh", "boot.sh")) {
                try (InputStream resource = ServerDirectory.class.getResourceAsStream(script)) {
                    Files.write(path().resolve(script), resource.readAllBytes());
                }
            }
            Files.writeString(path().resolve("user-data"), boot.userData());
            Files.writeString(path().resolve("boot.number"), Long.toString(boot.number()));
            Files.writeString(path().resolve("boot.host"), Files.readString(HOST_BOOT_ID));
            Files.writeString(path().resolve("boot.conf"), """
                    NAME='%s'
                    MARK='%s'
                    CAPABILITIES='%s'
                    NICS='%s'
                    """.formatted(
                            boot.hostname(), mark, DROPPED, String.join(" ", boot.interfaces())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first process of the last boot, once its root is complete. */
    Optional<Long> bootedPid() {
        try {
            String text = Files.readString(path().resolve("boot.pid"));
            return text.endsWith("\n") ? Optional.of(Long.parseLong(text.strip())) : Optional.empty();
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    /** The number of the last boot that came so far that its root was complete. */
    OptionalLong lastBoot() {
        try {
            return bootedPid().isPresent()
                    ? OptionalLong.of(Long.parseLong(Files.readString(path().resolve("boot.number"))))
                    : OptionalLong.empty();
        } catch (IOException neverBooted) {
            return OptionalLong.empty();
        }
    }

    /** Whether a boot was begun since the network namespace was made. */
    boolean used() {
        return Files.exists(path().resolve("boot.conf"));
    }

    /** Forgets the last boot: the next one finds everything but the disk as new. */
    void reset() {
        try {
            Files.deleteIfExists(path().resolve("boot.conf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the last boot's processes and network namespace have gone. */
    boolean ended() {
        return Files.exists(path().resolve("boot.ended"));
    }

    /** Whether the host was started anew since the server was last booted; false when it never was. */
    boolean hostRestarted() {
        try {
            return !Files.readString(path().resolve("boot.host")).equals(Files.readString(HOST_BOOT_ID));
        } catch (IOException neverBooted) {
            return false;
        }
    }

    /** The end of the log. */
    String log(int lines) {
        return new ServerLog(path()).tail(lines);
    }

    void delete() {
        if (Files.exists(path())) {
            Programs.run("rm", "-rf", "--one-file-system", "--", path().toString());
        }
    }
}
