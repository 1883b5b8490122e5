package dev.perch.model;

import java.util.Optional;
import java.util.UUID;

/**
 * The rate limit of one EIP; it comes and goes with it.
 *
 * @param megabits in Mbit/s, in each direction; empty when there is no limit
 */
public record Bandwidth(UUID id, String name, Optional<Integer> megabits) {}
