package dev.perch.fabric.holder;

/** What a transition asks for. */
public enum Effect {
    /** The port of the evidence is the holder from now on: a move. */
    TAKE,
    /** Nobody is the holder from now on: a move to no one. */
    RELEASE,
    /** Point router and switch at the holder. */
    STEER,
    /** Forget where the address was. */
    UNSTEER,
    /** Tell the neighbours on the holder's behalf, because it will not do so itself. */
    ANNOUNCE,
    /** Two ports answer for the address: say so. */
    CONFLICT_BEGINS,
    /** Only one does again: say so. */
    CONFLICT_ENDS
}
