package dev.perch.model;

import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.net.IpPrefix;

/**
 * Where packets for a block of addresses outside the VPC's subnets go.
 *
 * @param destination host bits zero; no two routes of a table have the same
 * @param text        the next hop as the client wrote it
 */
public record Route(
        RouteId id, RouteTableId table, IpPrefix destination, NextHop nextHop, String text, String description) {}
