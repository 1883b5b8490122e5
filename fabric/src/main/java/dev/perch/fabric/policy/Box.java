package dev.perch.fabric.policy;

import dev.perch.net.IpPrefix;

/** What one look-up finds: a remote, protocols and ports. In a stratum of a scope boxes of one sort never overlap. */
public sealed interface Box {

    Scope scope();

    /** Even strata allow, odd ones deny. They are asked from the highest down, and after 0 the packet is refused. */
    int stratum();

    Span protocols();

    /** Destination ports; type and code of ICMP. */
    Span ports();

    /** With a block of addresses at the other end. */
    record AddressBox(Scope scope, int stratum, IpPrefix remote, Span protocols, Span ports) implements Box {}

    /** With a port in these security groups at the other end, told by their number together. */
    record MemberBox(Scope scope, int stratum, int remote, Span protocols, Span ports) implements Box {}
}
