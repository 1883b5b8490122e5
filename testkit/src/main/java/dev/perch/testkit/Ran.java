package dev.perch.testkit;

/** What a program printed, and how it ended. */
public record Ran(int exit, String out, String err) {

    /** The output, when the program ended with 0. */
    public String ok() {
        if (exit != 0) {
            throw new AssertionError("exit " + exit + ": " + out + err);
        }
        return out;
    }

    public boolean succeeded() {
        return exit == 0;
    }
}
