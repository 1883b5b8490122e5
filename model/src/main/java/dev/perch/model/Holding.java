package dev.perch.model;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.net.Family;
import dev.perch.net.MacAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * Who answers for a virtual IP now, for one address family.
 *
 * @param port     empty when nobody does
 * @param mac      where frames for it go
 * @param epoch    the number of the move that made it so
 * @param evidence the packet or event of that move, in words
 */
public record Holding(
        VipId vip,
        Family family,
        Optional<PortId> port,
        Optional<MacAddress> mac,
        long epoch,
        Instant since,
        String evidence) {}
