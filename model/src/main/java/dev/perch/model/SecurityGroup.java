package dev.perch.model;

import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VpcId;
import java.util.Optional;

/**
 * A named list of rules for ports.
 *
 * @param vpc       the VPC that it was made for, when somebody said so; it works in every VPC, and that one waits for its deletion
 * @param isDefault whether ports of its project are in it unless they say otherwise
 */
public record SecurityGroup(SecurityGroupId id, Meta meta, Optional<VpcId> vpc, boolean isDefault) {}
