package dev.perch.api.huawei;

import dev.perch.control.PeeringView;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering;
import dev.perch.model.ProjectId;
import java.util.List;

/** A peering of v2.0. */
record PeeringWire(
        String id,
        String name,
        String description,
        String status,
        End requestVpcInfo,
        End acceptVpcInfo,
        String createdAt,
        String updatedAt) {

    /** One of the two VPCs. */
    record End(String vpcId, String tenantId) {
        static End of(VpcId vpc, ProjectId project) {
            return new End(vpc.toString(), project.toString());
        }
    }

    record One(PeeringWire peering) {}

    record Many(List<PeeringWire> peerings, List<Links.Link> peeringsLinks) {}

    static PeeringWire of(PeeringView view) {
        Peering peering = view.peering();
        return new PeeringWire(
                peering.id().toString(),
                peering.meta().name(),
                peering.meta().description(),
                peering.status().name(),
                End.of(peering.requester(), peering.meta().project()),
                End.of(peering.accepter(), peering.accepterProject()),
                Wire.time(peering.meta().created()),
                Wire.time(peering.meta().updated()));
    }
}
