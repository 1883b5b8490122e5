package dev.perch.fabric.holder;

/** What a piece of evidence means to one virtual IP, given who holds it. */
public enum Sighting {
    HOLDER_CLAIMS("the holder claims the address"),
    OTHER_CLAIMS("another bound port claims the address"),
    HOLDER_ADVERTISES("the holder advertises and no other port does"),
    HOLDER_ADVERTISES_AGAINST_OTHER("the holder advertises, and another port has since the holder's last time"),
    OTHER_ADVERTISES("another port advertises while the holder is still heard"),
    OTHER_ADVERTISES_ALONE("another port advertises and the holder has been silent for its active-down interval"),
    HOLDER_RESIGNS("the holder advertises priority 0"),
    OTHER_RESIGNS("another port advertises priority 0"),
    HOLDER_LOST("the holder's link, server, port or binding is gone"),
    OTHER_LOST("another port's link, server, port or binding is gone");

    private final String words;

    Sighting(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
