package dev.perch.api.http;

/** Answers the requests of one route. May throw {@link Malformation}; any other exception is a fault. */
public interface Handler {
    Answer handle(Request request) throws Exception;
}
