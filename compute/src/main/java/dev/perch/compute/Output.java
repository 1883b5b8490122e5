package dev.perch.compute;

/** A piece of what a program inside a server prints. */
public sealed interface Output {

    byte[] bytes();

    record Stdout(byte[] bytes) implements Output {}

    record Stderr(byte[] bytes) implements Output {}
}
