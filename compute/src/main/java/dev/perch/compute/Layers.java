package dev.perch.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The layers of a server's root: an overlay over the host's root file system, one more for each part of the system that is
 * a file system of its own on this host. Perch's own directory is masked in the upper layer, where unmounting does
 * not bring it back.
 */
final class Layers {
    private static final Set<Path> PARTS = Set.of(
            Path.of("/etc"),
            Path.of("/home"),
            Path.of("/opt"),
            Path.of("/root"),
            Path.of("/srv"),
            Path.of("/usr"),
            Path.of("/usr/local"),
            Path.of("/var"),
            Path.of("/var/lib"),
            Path.of("/var/log"));

    private Layers() {}

    /** Makes the layers' directories, and {@code parts.conf} with a line "mount point, number" for each part. */
    static void create(Path directory, Path masked) throws IOException {
        List<Path> mountPoints = mountPoints();
        List<Path> parts =
                mountPoints.stream().filter(PARTS::contains).distinct().sorted().toList();
        List<String> lines = new ArrayList<>();
        Files.createDirectories(directory.resolve("upper"));
        for (int i = 0; i < parts.size(); i++) {
            Files.createDirectories(directory.resolve("parts/" + i + "/upper"));
            Files.createDirectories(directory.resolve("parts/" + i + "/work"));
            lines.add(parts.get(i) + " " + i);
        }
        Files.write(directory.resolve("parts.conf"), lines);

        Path home = masked.toRealPath();
        Path fileSystem = mountPoints.stream()
                .filter(home::startsWith)
                .max(Comparator.comparingInt(Path::getNameCount))
                .orElse(Path.of("/"));
        if (fileSystem.equals(Path.of("/"))) {
            mask(directory.resolve("upper"), fileSystem, home);
        } else if (parts.contains(fileSystem)) {
            mask(directory.resolve("parts/" + parts.indexOf(fileSystem) + "/upper"), fileSystem, home);
        }
        // Else the directory is on a file system that servers do not see.
    }

    /** Makes {@code home} look deleted: the overlay's sign for that is a character device 0:0. */
    private static void mask(Path upper, Path fileSystem, Path home) throws IOException {
        Path relative = fileSystem.relativize(home);
        copyAttributes(fileSystem, upper);
        for (int names = 1; names < relative.getNameCount(); names++) {
            Path ancestor = relative.subpath(0, names);
            Files.createDirectories(upper.resolve(ancestor));
            copyAttributes(fileSystem.resolve(ancestor), upper.resolve(ancestor));
        }
        Path whiteout = upper.resolve(relative);
        if (!relative.toString().isEmpty() && !Files.exists(whiteout, LinkOption.NOFOLLOW_LINKS)) {
            Programs.run("mknod", whiteout.toString(), "c", "0", "0");
        }
    }

    private static void copyAttributes(Path from, Path to) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        view.setOwner(attributes.owner());
        view.setGroup(attributes.group());
        // Java does not show the sticky bit of /tmp and its like.
        Files.setAttribute(to, "unix:mode", Files.getAttribute(from, "unix:mode"));
    }

    private static List<Path> mountPoints() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> line.split(" ")[4])
                .map(Layers::unescape)
                .map(Path::of)
                .toList();
    }

    /** The kernel writes space, tab, newline and backslash as three octal digits. */
    private static String unescape(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
