package dev.perch.api.http;

/** How one family of calls says that something is wrong. */
public interface Envelope {
    Answer of(Problem problem, String requestId);
}
