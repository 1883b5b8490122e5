package dev.perch.model;

import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.VpcId;

/**
 * Routes of a VPC. The default one is for every subnet that is associated with no other.
 *
 * @param number what a fabric may number it by, 1,000 or more; no other table of the instance has it
 */
public record RouteTable(RouteTableId id, VpcId vpc, Meta meta, boolean isDefault, int number) {}
