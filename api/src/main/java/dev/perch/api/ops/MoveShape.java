package dev.perch.api.ops;

/** A change of holder, as this API shows it; {@code from} and {@code to} are null where nobody held it. */
record MoveShape(long epoch, String family, Side from, Side to, String cause, String evidence, String at) {

    /** A port, and its server while both exist. */
    record Side(String portId, String serverName) {}
}
