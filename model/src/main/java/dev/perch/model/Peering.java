package dev.perch.model;

import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.VpcId;

/**
 * A connection between two VPCs. Its project is the requester's.
 *
 * @param requester       the VPC from which it was asked for
 * @param accepter        the other VPC
 * @param accepterProject the project that the other VPC belongs to and that has to accept
 */
public record Peering(
        PeeringId id, Meta meta, VpcId requester, VpcId accepter, ProjectId accepterProject, Status status) {

    /** How far it is; packets pass only in {@link #ACTIVE}. */
    public enum Status {
        PENDING_ACCEPTANCE,
        ACTIVE,
        REJECTED
    }

    /** The VPC at the other end. */
    public VpcId other(VpcId vpc) {
        return vpc.equals(requester) ? accepter : requester;
    }
}
