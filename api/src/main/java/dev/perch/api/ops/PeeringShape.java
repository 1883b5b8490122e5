package dev.perch.api.ops;

import dev.perch.control.Named;
import dev.perch.control.PeeringView;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering;
import dev.perch.model.ProjectId;

/** A peering, as this API shows it. */
record PeeringShape(
        String id,
        String name,
        String description,
        String status,
        End requester,
        End accepter,
        String createdAt,
        String updatedAt,
        long revision) {

    /** One of the two VPCs; {@code vpc} is its id where its name is not for the caller, or empty. */
    record End(String vpc, String vpcId, String project) {
        static End of(Named<VpcId> vpc, ProjectId project) {
            String id = vpc.id().toString();
            return new End(vpc.name().isEmpty() ? id : vpc.name(), id, project.toString());
        }
    }

    static PeeringShape of(PeeringView view) {
        Peering peering = view.peering();
        return new PeeringShape(
                peering.id().toString(),
                peering.meta().name(),
                peering.meta().description(),
                peering.status().name(),
                End.of(view.requester(), peering.meta().project()),
                End.of(view.accepter(), peering.accepterProject()),
                Shapes.time(peering.meta().created()),
                Shapes.time(peering.meta().updated()),
                peering.meta().revision().value());
    }
}
