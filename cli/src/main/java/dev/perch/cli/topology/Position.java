package dev.perch.cli.topology;

/** A place in a text file; both from 1. */
public record Position(int line, int column) {}
