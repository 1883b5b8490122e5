package dev.perch.model;

import dev.perch.model.ObjectId.SecurityGroupId;

/**
 * A named list of rules for ports.
 *
 * @param isDefault whether ports of its project are in it unless they say otherwise
 */
public record SecurityGroup(SecurityGroupId id, Meta meta, boolean isDefault) {}
