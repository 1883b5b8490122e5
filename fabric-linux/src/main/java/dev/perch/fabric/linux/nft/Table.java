package dev.perch.fabric.linux.nft;

/** The tables of a VPC's namespace. All are called {@value #NAME}; the family tells them apart. */
public enum Table {
    /** What each port may send and receive. */
    PORTS("bridge", 7, "rules.nft", "rules"),
    /** What enters and leaves the VPC by its uplink and its peerings; only there while it has any. */
    EDGE("inet", 1, "edge.nft", "edge rules"),
    /** For which IPv4 addresses the VPC speaks on its uplink; only there while it has one. */
    ARP("arp", 3, "arp.nft", "ARP rules");

    static final String NAME = "perch";

    private final String family;
    private final int protocol;
    private final String resource;
    private final String word;

    Table(String family, int protocol, String resource, String word) {
        this.family = family;
        this.protocol = protocol;
        this.resource = resource;
        this.word = word;
    }

    /** What people call its rules. */
    public String word() {
        return word;
    }

    /** How nft calls it. */
    String path() {
        return family + " " + NAME;
    }

    /** The family's number in messages (NFPROTO_ in linux/netfilter.h). */
    int protocol() {
        return protocol;
    }

    /** The file with its text. */
    String resource() {
        return resource;
    }
}
