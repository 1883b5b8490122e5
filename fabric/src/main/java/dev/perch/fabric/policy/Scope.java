package dev.perch.fabric.policy;

import dev.perch.model.SecurityRule.Direction;
import dev.perch.net.Family;

/**
 * What one judgement is about.
 *
 * @param groups the number of the security groups, together, of the port that judges
 */
public record Scope(int groups, Direction direction, Family family) {}
