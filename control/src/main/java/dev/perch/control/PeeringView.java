package dev.perch.control;

import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering;

/** A peering and its VPCs. The name of one that is somebody else's is empty. */
public record PeeringView(Peering peering, Named<VpcId> requester, Named<VpcId> accepter) {}
