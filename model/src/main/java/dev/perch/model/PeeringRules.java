package dev.perch.model;

import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering.Status;
import dev.perch.model.PeeringRefusal.NotAccepter;
import dev.perch.model.PeeringRefusal.PeeringExists;
import dev.perch.model.PeeringRefusal.PeeringNotPending;
import dev.perch.model.PeeringRefusal.PeeringOverlaps;
import dev.perch.model.PeeringRefusal.PeeringWithItself;
import dev.perch.model.PeeringRefusal.VpcPeered;
import dev.perch.net.IpPrefix;
import java.util.Collection;
import java.util.Optional;

/** What a peering may be, and what it forbids its VPCs. A rejected one forbids nothing but the deletion of its VPCs. */
public final class PeeringRules {
    private PeeringRules() {}

    /** The ends are two VPCs. */
    public static Optional<Refusal> distinct(String field, Vpc requester, VpcId accepter) {
        return requester.id().equals(accepter)
                ? Optional.of(new PeeringWithItself(field, requester.label()))
                : Optional.empty();
    }

    /** The ends have no peering yet that is active or waits. */
    public static Optional<Refusal> first(String field, VpcId accepter, Collection<Peering> ofRequester) {
        return ofRequester.stream()
                .filter(peering -> connects(peering)
                        && (peering.requester().equals(accepter)
                                || peering.accepter().equals(accepter)))
                .findFirst()
                .map(peering ->
                        new PeeringExists(field, peering.id(), peering.meta().name()));
    }

    /** The ends have no address in common, else nobody could say which of them a packet is for. */
    public static Optional<Refusal> apart(String field, AddressSpace one, AddressSpace other) {
        return one.blocks().stream()
                .flatMap(block -> apart(field, one.vpc(), block, other).stream())
                .findFirst();
    }

    /** A block that is, or is to be, the VPC's has no address in common with a peer. */
    public static Optional<Refusal> apart(String field, String vpc, IpPrefix block, AddressSpace peer) {
        return peer.overlapping(block).map(theirs -> new PeeringOverlaps(field, vpc, block, peer.vpc(), theirs));
    }

    /** A peering is accepted or rejected once, by the project of the accepting VPC. */
    public static Optional<Refusal> answerable(Peering peering, ProjectId project) {
        if (!peering.accepterProject().equals(project)) {
            return Optional.of(new NotAccepter("", peering.meta().name(), peering.accepterProject()));
        }
        return peering.status() == Status.PENDING_ACCEPTANCE
                ? Optional.empty()
                : Optional.of(new PeeringNotPending("", peering.meta().name(), peering.status()));
    }

    /** A VPC is deleted only when it is no end of a peering, whatever the peering's status. */
    public static Optional<Refusal> deletable(Vpc vpc, long peerings) {
        return peerings == 0 ? Optional.empty() : Optional.of(new VpcPeered("", vpc.label(), peerings));
    }

    /** Whether the VPCs are connected, or may be by an answer. */
    public static boolean connects(Peering peering) {
        return switch (peering.status()) {
            case ACTIVE, PENDING_ACCEPTANCE -> true;
            case REJECTED -> false;
        };
    }
}
