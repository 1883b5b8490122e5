package dev.perch.model;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.net.Family;
import java.time.Instant;
import java.util.Optional;

/**
 * A change of a VIP's holder, for one address family.
 *
 * @param epoch    number of the move, from 1
 * @param from     who held it before, if anybody did
 * @param to       who holds it now; empty when nobody does
 * @param cause    what made it move
 * @param evidence the packet or event, in words
 * @param at       when the evidence was seen
 */
public record Move(
        VipId vip,
        Family family,
        long epoch,
        Optional<PortId> from,
        Optional<PortId> to,
        Cause cause,
        String evidence,
        Instant at) {

    /** What makes a VIP move. */
    public enum Cause {
        /** A port claimed the address (gratuitous ARP, ARP reply, neighbour advertisement …). */
        CLAIM,
        /** A port advertises by VRRP and nobody else does. */
        ADVERTISEMENT,
        /** The holder gave up (VRRP priority 0). */
        RESIGNED,
        /** The holder's link went down. */
        LINK_DOWN,
        /** The holder's server stopped or its process tree ended. */
        SERVER_STOPPED,
        /** The holder's port was deleted. */
        PORT_DELETED,
        /** The holder's binding was removed or fenced. */
        UNBOUND
    }
}
