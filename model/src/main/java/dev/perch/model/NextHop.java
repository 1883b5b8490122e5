package dev.perch.model;

import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VipId;

/** Where a route leads. What it names may be gone: then the route is a black hole. */
public sealed interface NextHop {

    /** The object that it names. */
    ObjectId object();

    /** A server, by its primary NIC. */
    record ToServer(ServerId object) implements NextHop {}

    record ToPort(PortId object) implements NextHop {}

    /** Whoever holds a virtual IP. */
    record ToVip(VipId object) implements NextHop {}

    record ToPeering(PeeringId object) implements NextHop {}
}
