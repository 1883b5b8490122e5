package dev.perch.model;

import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpPrefix;
import java.util.Optional;

/** A virtual private cloud: an address space of its own with a router. Without a CIDR its subnets may lie anywhere. */
public record Vpc(VpcId id, Meta meta, Optional<IpPrefix> cidr) {

    /** What people call it: its name, or its id when it has none. */
    public String label() {
        return meta.name().isEmpty() ? id.toString() : meta.name();
    }
}
