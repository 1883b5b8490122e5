package dev.perch.control;

/**
 * Something allowed that will bite.
 *
 * @param code a stable word in kebab case
 */
public record Warning(String code, String message) {}
