package dev.perch.fabric.linux.nft;

import dev.perch.net.Bytes;
import dev.perch.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An element of a set or map.
 *
 * @param key  as the kernel compares it
 * @param end  the upper end of the key's interval; empty for a single value
 * @param data what a map gives for the key; the rate of a limit in bytes a second, in eight bytes; empty in other sets
 */
public record Element(SetKind set, Bytes key, Bytes end, Bytes data) {
    /** What it occupies: another element of the same set and key has to go first. */
    public String slot() {
        return set.setName() + " " + set.text(key) + (end.isEmpty() ? "" : " to " + set.text(end));
    }

    /** In words, without sign. */
    public String line() {
        return slot() + set.given().map(given -> given.text(data)).orElse("");
    }

    /** The EIP that it is for, if the set is about EIPs. */
    public Optional<IpAddress> eip() {
        return set.eip(key, data);
    }

    /** The address that it is about, in a set whose elements ports share. */
    public Optional<IpAddress> shared() {
        return set.isShared() ? Optional.of(IpAddress.of(key.toArray())) : Optional.empty();
    }

    /** Whether it translates an EIP to the address inside. */
    public boolean isTranslation() {
        return set == SetKind.INWARD4 || set == SetKind.INWARD6;
    }

    /** The address inside to which it translates. */
    public IpAddress inside() {
        return IpAddress.of(data.toArray());
    }

    /** What its kind come and go with: the link or the EIP it speaks of; empty for what several ports share. */
    public String group() {
        return link().or(() -> eip().map(IpAddress::toString)).orElse("");
    }

    /** The same with a chain to go to: what a verdict map gives. */
    public Element leadingTo(String chain) {
        return new Element(set, key, end, Bytes.of(chain.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The same with a number of groups. */
    public Element giving(int groups) {
        return new Element(set, key, end, Bytes.of(Numbers.IN_REGISTERS.groups(groups)));
    }

    /** The link it speaks of, if the set is keyed by link. */
    public Optional<String> link() {
        return set.link(key);
    }
}
