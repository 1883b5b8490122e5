package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Link;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Peering;
import dev.perch.model.Vpc;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Peerings, as a document says. */
record AppliedPeerings(Decision d, Steps steps) {

    void peering(Link link) {
        Vpc mine = Vpcs.resolve(d.look(), "vpc", link.vpc());
        Vpc theirs = peer(link.peer());
        List<Peering> named = d.tables.peerings().named(d.caller.project(), link.name());
        if (named.isEmpty()) {
            Peering made = Peerings.make(
                    d,
                    new Peerings.Create(
                            link.name(),
                            "",
                            mine.id(),
                            theirs.id(),
                            Optional.of(theirs.meta().project()),
                            Map.of()));
            steps.of(link, Action.CREATE, link.name(), made.id());
            return;
        }
        Peering is = d.look().only("name", "peering", link.name(), named);
        Fixed fixed = new Fixed("peering", link.name());
        fixed.same("vpc", label(is.requester()), label(mine.id()));
        fixed.same("peer_vpc", label(is.accepter()), label(theirs.id()));
        steps.of(link, Action.UNCHANGED, link.name(), is.id());
    }

    /** One of the caller's VPCs, or by its id anybody's. */
    private Vpc peer(String reference) {
        return Desk.id(reference)
                .map(id -> Decision.need(
                        Outcome.of(d.tables.vpcs().get(new VpcId(id)), new NotFound("peer_vpc", "vpc", reference))))
                .orElseGet(() -> Vpcs.resolve(d.look(), "peer_vpc", reference));
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
