package dev.perch.api.ops;

import dev.perch.control.EipView;
import dev.perch.control.VipView;
import dev.perch.model.Binding;
import dev.perch.model.Eip;
import dev.perch.model.Holding;
import dev.perch.model.VirtualIp;
import dev.perch.net.IpAddress;
import java.util.List;

/** A virtual IP, as this API shows it. */
record VipShape(
        String id,
        String name,
        String description,
        String subnetId,
        String subnetName,
        List<String> addresses,
        Integer vrid,
        String flowFate,
        List<EipOfVip> eips,
        List<Holder> holders,
        List<Bound> bindings,
        List<Notice> warnings,
        String createdAt,
        String updatedAt,
        long revision) {

    /** An EIP that stands for it. */
    record EipOfVip(String id, String name, String address, String status) {}

    /** Who has one of the addresses; {@code portId} is null when nobody does. */
    record Holder(
            String family,
            String address,
            String portId,
            String serverId,
            String serverName,
            String mac,
            long epoch,
            String since,
            String evidence) {
        static Holder of(VipView.Holder holder) {
            Holding holding = holder.holding();
            return new Holder(
                    Shapes.family(holding.family()),
                    holder.address().toString(),
                    holding.port().map(Object::toString).orElse(null),
                    holder.server().map(server -> server.id().toString()).orElse(null),
                    holder.server().map(server -> server.name()).orElse(null),
                    holding.mac().map(Object::toString).orElse(null),
                    holding.epoch(),
                    Shapes.time(holding.since()),
                    holding.evidence());
        }
    }

    /** A port that may hold it, and whether its packets pass there. */
    record Bound(
            String portId,
            String serverId,
            String serverName,
            String address,
            String made,
            boolean fenced,
            boolean check,
            boolean passes,
            String whyNot) {
        static Bound of(VipView.Bound bound) {
            return new Bound(
                    bound.port().id().toString(),
                    bound.server().map(server -> server.id().toString()).orElse(null),
                    bound.server().map(server -> server.name()).orElse(null),
                    bound.port().addresses().stream()
                            .map(IpAddress::toString)
                            .findFirst()
                            .orElse(null),
                    made(bound.binding().made()),
                    bound.binding().fenced(),
                    bound.port().checked(),
                    bound.passes(),
                    bound.whyNot());
        }

        private static String made(Binding.Made made) {
            return switch (made) {
                case ON_VIP -> "on_vip";
                case BY_PAIR -> "by_pair";
            };
        }
    }

    record Notice(String code, String message) {}

    private static EipOfVip of(VipView view, Eip eip) {
        boolean held = view.holders().stream()
                .map(VipView.Holder::holding)
                .anyMatch(holding -> holding.family() == eip.address().family()
                        && holding.port().isPresent());
        return new EipOfVip(
                eip.id().toString(),
                eip.meta().name(),
                eip.address().toString(),
                EipView.Status.ofVip(held).name());
    }

    static VipShape of(VipView view) {
        VirtualIp vip = view.vip();
        return new VipShape(
                vip.id().toString(),
                vip.meta().name(),
                vip.meta().description(),
                view.subnet().id().toString(),
                view.subnet().meta().name(),
                Shapes.texts(vip.addresses()),
                vip.virtualRouterId().orElse(null),
                Shapes.word(vip.flowFate()),
                view.eips().stream().map(eip -> of(view, eip)).toList(),
                view.holders().stream().map(Holder::of).toList(),
                view.bindings().stream().map(Bound::of).toList(),
                view.warnings().stream()
                        .map(warning -> new Notice(warning.code(), warning.message()))
                        .toList(),
                Shapes.time(vip.meta().created()),
                Shapes.time(vip.meta().updated()),
                vip.meta().revision().value());
    }
}
