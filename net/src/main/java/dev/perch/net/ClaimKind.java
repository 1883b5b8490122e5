package dev.perch.net;

/** The sort of packet by which a sender says that it has an address; {@link #words()} name it to people. */
public enum ClaimKind {
    GRATUITOUS_ARP("gratuitous ARP"),
    ARP_REPLY("ARP reply"),
    ARP_REQUEST("ARP request from it"),
    NEIGHBOR_ADVERTISEMENT("neighbour advertisement"),
    NEIGHBOR_SOLICITATION("neighbour solicitation from it");

    private final String words;

    ClaimKind(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
