package dev.perch.cli;

/** How a command ends. Scripts rely on these numbers; {@code perch exec} ends with its command's own. */
public enum Exit {
    OK(0, "done"),
    FAILED(1, "refused or failed"),
    USAGE(2, "a wrong command line or topology file"),
    NOT_FOUND(3, "no such object"),
    UNREACHABLE(4, "the daemon cannot be reached"),
    NOT_ALLOWED(5, "not allowed: not root, no token, or a wrong one"),
    MISSED(6, "a drill failed, or a deadline passed");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
