package dev.perch.fabric.holder;

/** Where a virtual IP is. */
public enum State {
    /** No port answers for it. */
    UNHELD,
    /** One port answers for it. */
    HELD,
    /** One port answers for it and another says that it does. */
    CONTESTED
}
