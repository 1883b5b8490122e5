package dev.perch.fabric;

/** Why a port rule drops a packet; {@link #word()} is the stable name users see. */
public enum DropReason {
    /** The Ethernet source is neither the port's MAC nor a virtual MAC that it may use. */
    FOREIGN_MAC("foreign-mac"),
    /** ARP, neighbour discovery or VRRP speaks for an address that the port may not claim. */
    FOREIGN_CLAIM("foreign-claim"),
    /** The check is on and the IP source is not the port's. */
    SOURCE("source-check"),
    /** The check is on and the IP destination is not the port's. */
    DESTINATION("destination-check"),
    /** The port is fenced from this VIP. */
    FENCED("fenced"),
    /** Neither IPv4, IPv6 nor ARP. */
    PROTOCOL("protocol"),
    /** It comes from outside the VPC, and its source is in the VPC or behind another way out of it. */
    FOREIGN_SOURCE("foreign-source"),
    /** The port's security groups do not let it out. */
    GROUP_EGRESS("group-egress"),
    /** The port's security groups do not let it in. */
    GROUP_INGRESS("group-ingress");

    private final String word;

    DropReason(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
