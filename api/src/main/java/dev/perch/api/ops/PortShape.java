package dev.perch.api.ops;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perch.control.PortView;
import dev.perch.model.Port;
import dev.perch.model.Port.AddressPair;
import java.util.List;
import java.util.Map;

/** A port, as this API shows it. */
record PortShape(
        String id,
        String name,
        String description,
        String subnetId,
        String subnetName,
        String mac,
        List<String> addresses,
        String serverId,
        String serverName,
        Integer nicIndex,
        Attachment attachment,
        boolean check,
        List<String> pairs,
        List<Bound> boundVips,
        List<Bound> securityGroups,
        Map<String, Long> drops,
        String link,
        String createdAt,
        String updatedAt,
        long revision) {

    /** The interface of a foreign network namespace that is plugged in. */
    record Attachment(
            String namespace, @JsonProperty("interface") String interfaceName) {}

    /** A virtual IP that is bound to it, or a security group that it is in. */
    record Bound(String id, String name) {}

    static PortShape of(PortView view, FabricView.PortState state) {
        Port port = view.port();
        return new PortShape(
                port.id().toString(),
                port.meta().name(),
                port.meta().description(),
                view.subnet().id().toString(),
                view.subnet().meta().name(),
                port.mac().toString(),
                Shapes.texts(port.addresses()),
                view.server().map(server -> server.id().toString()).orElse(null),
                view.server().map(server -> server.meta().name()).orElse(null),
                port.attachment().map(PortShape::index).orElse(null),
                port.attachment().map(PortShape::attachment).orElse(null),
                port.checked(),
                port.pairs().stream().map(AddressPair::text).toList(),
                view.vips().stream()
                        .map(vip -> new Bound(vip.id().toString(), vip.name()))
                        .toList(),
                view.groups().stream()
                        .map(group -> new Bound(group.id().toString(), group.name()))
                        .toList(),
                state.drops(),
                state.link().word(),
                Shapes.time(port.meta().created()),
                Shapes.time(port.meta().updated()),
                port.meta().revision().value());
    }

    private static Integer index(Port.Attachment attachment) {
        return switch (attachment) {
            case Port.ServerNic nic -> nic.index();
            case Port.HostNamespace host -> null;
        };
    }

    private static Attachment attachment(Port.Attachment attachment) {
        return switch (attachment) {
            case Port.ServerNic nic -> null;
            case Port.HostNamespace(String namespace, String name) -> new Attachment(namespace, name);
        };
    }
}
