package dev.perch.fabric.linux.nft;

import dev.perch.net.Bytes;
import java.util.Optional;

/**
 * An element of a set or map.
 *
 * @param key  as the kernel compares it
 * @param end  the upper end of the key's interval; empty for a single value
 * @param data what a map gives for the key; empty in a set
 */
public record Element(SetKind set, Bytes key, Bytes end, Bytes data) {

    /** What it occupies: another element of the same set and key has to go first. */
    public String slot() {
        return set.setName() + " " + set.text(key) + (end.isEmpty() ? "" : " to " + set.text(end));
    }

    /** In words, without sign. */
    public String line() {
        return slot() + (data.isEmpty() ? "" : " gives " + data.ipv4(0));
    }

    /** The link it speaks of, if the set is keyed by link. */
    public Optional<String> link() {
        return set.link(key);
    }
}
