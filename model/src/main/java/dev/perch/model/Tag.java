package dev.perch.model;

/** A word that a user hangs on an object, with a value that may be empty. An object has one value for a key. */
public record Tag(String key, String value) {}
