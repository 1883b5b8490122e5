package dev.perch.api.ops;

import dev.perch.control.EipView;
import dev.perch.model.Eip;
import dev.perch.model.Server;

/**
 * An EIP, as this API shows it.
 *
 * @param bound     null while it is not bound
 * @param holder    who answers for the virtual IP that it is bound to; null when nobody does, or when it is a port's
 * @param bandwidth in Mbit/s, in each direction; null without a limit
 */
record EipShape(
        String id,
        String name,
        String description,
        String address,
        int family,
        String status,
        Bound bound,
        Holder holder,
        Integer bandwidth,
        String bandwidthId,
        long noHolderDrops,
        String createdAt,
        String updatedAt,
        long revision) {

    /** What it stands for; {@code name} is a server's where the port is a server's NIC without a name of its own. */
    record Bound(String kind, String id, String name, String address) {}

    /** A port, and the name of its server. */
    record Holder(String port, String server) {}

    static EipShape of(EipView view, FabricView.NoHolderDrops drops) {
        Eip eip = view.eip();
        return new EipShape(
                eip.id().toString(),
                eip.meta().name(),
                eip.meta().description(),
                eip.address().toString(),
                eip.address().family().version(),
                view.status().name(),
                view.bound().map(EipShape::bound).orElse(null),
                view.holder().map(EipShape::holder).orElse(null),
                eip.bandwidth().megabits().orElse(null),
                eip.bandwidth().id().toString(),
                view.bound()
                        .map(bound -> drops.of(bound.subnet().vpc(), bound.address()))
                        .orElse(0L),
                Shapes.time(eip.meta().created()),
                Shapes.time(eip.meta().updated()),
                eip.meta().revision().value());
    }

    private static Bound bound(EipView.Bound bound) {
        String name = bound.name().isEmpty()
                ? bound.server().map(server -> server.meta().name()).orElse("")
                : bound.name();
        return new Bound(
                bound.id().kind().word(),
                bound.id().toString(),
                name,
                bound.address().toString());
    }

    private static Holder holder(EipView.Holder holder) {
        return new Holder(
                holder.port().id().toString(),
                holder.server().map(Server::meta).map(meta -> meta.name()).orElse(null));
    }
}
