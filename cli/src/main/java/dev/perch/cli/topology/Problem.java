package dev.perch.cli.topology;

/**
 * What is wrong with a topology file.
 *
 * @param path of the node, such as {@code vips[0].bind[1]}; empty for the whole file
 */
public record Problem(String file, Position at, String path, String rule) {
    @Override
    public String toString() {
        return file + ":" + at.line() + ":" + at.column() + ": " + (path.isEmpty() ? "" : path + ": ") + rule;
    }
}
