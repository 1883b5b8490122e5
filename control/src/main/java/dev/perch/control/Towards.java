package dev.perch.control;

import dev.perch.model.NextHop;
import dev.perch.net.IpAddress;

/** Where a client wants a route to lead. */
public sealed interface Towards {

    /** What the client named it by. */
    String field();

    record To(String field, NextHop hop) implements Towards {}

    /** The virtual IP of the VPC that has the address. */
    record ToVipAddress(String field, IpAddress address) implements Towards {}

    /** Whatever in the VPC has the address; a server by its primary NIC. */
    record ToAddress(String field, IpAddress address) implements Towards {}

    /** Something that is no next hop here: always refused. */
    record ToUnsupported(String field, String kind) implements Towards {}
}
