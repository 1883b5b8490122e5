package dev.perch.control;

/** An object's id and name, where a view only mentions it. */
public record Named<I>(I id, String name) {}
