package dev.perch.control;

import dev.perch.model.NextHop;
import dev.perch.net.IpAddress;

/** Where a client wants a route to lead. */
public sealed interface Towards {

    record To(NextHop hop) implements Towards {}

    /** The virtual IP of the VPC that has the address. */
    record ToVipAddress(IpAddress address) implements Towards {}

    /** Something that is no next hop here: always refused. */
    record ToUnsupported(String kind) implements Towards {}
}
