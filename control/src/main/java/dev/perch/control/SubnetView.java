package dev.perch.control;

import dev.perch.model.Subnet;
import dev.perch.model.Vpc;

/** A subnet and its VPC. */
public record SubnetView(Subnet subnet, Vpc vpc) {}
