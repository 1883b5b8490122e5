package dev.perch.fabric.linux.nft;

/** The port rules. */
public final class Rules {
    /** Changes with the text of the rules. */
    public static final String VERSION = "1";

    private Rules() {}
}
