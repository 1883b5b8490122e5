package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Link;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering;
import dev.perch.model.Vpc;
import java.util.List;
import java.util.Map;

/** Peerings, as a document says. */
record AppliedPeerings(Decision d, Steps steps) {

    void peering(Link link) {
        Vpc mine = Vpcs.resolve(d.look(), "vpc", link.vpc());
        VpcId theirs = peer(link);
        List<Peering> named = d.tables.peerings().named(d.caller.project(), link.name());
        if (named.isEmpty()) {
            Peering made = Peerings.make(
                    d, new Peerings.Create(link.name(), "", mine.id(), theirs, link.peerProject(), Map.of()));
            steps.of(link, Action.CREATE, link.name(), made.id());
            return;
        }
        Peering is = d.look().only("name", "peering", link.name(), named);
        Fixed fixed = new Fixed("peering", link.name());
        fixed.same("vpc", label(is.requester()), label(mine.id()));
        fixed.same("peer_vpc", label(is.accepter()), label(theirs));
        steps.of(link, Action.UNCHANGED, link.name(), is.id());
    }

    /** One of the caller's VPCs, or by its id another project's. */
    private VpcId peer(Link link) {
        return link.peerProject()
                .filter(project -> !project.equals(d.caller.project()))
                .flatMap(project -> Desk.id(link.peer()))
                .map(VpcId::new)
                .orElseGet(() -> Vpcs.resolve(d.look(), "peer_vpc", link.peer()).id());
    }

    /** The caller's VPCs by their names. */
    private String label(VpcId id) {
        return d.tables
                .vpcs()
                .get(id)
                .filter(d.caller::owns)
                .map(vpc -> vpc.meta().name())
                .orElse(id.toString());
    }
}
