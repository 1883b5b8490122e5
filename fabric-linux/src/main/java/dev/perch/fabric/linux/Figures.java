package dev.perch.fabric.linux;

import dev.perch.fabric.DropReason;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What the kernel counts in VPCs, and what their links are like. */
record Figures(Collection<VpcState> vpcs) {

    Map<PortId, Map<DropReason, Long>> drops() {
        Map<PortId, Map<DropReason, Long>> drops = new HashMap<>();
        for (VpcState state : vpcs) {
            state.namespace().ifPresent(namespace -> {
                for (DropReason reason : DropReason.values()) {
                    namespace
                            .nftables()
                            .drops(Drops.set(reason))
                            .forEach((link, packets) -> state.port(link)
                                    .ifPresent(port -> drops.computeIfAbsent(
                                                    port.port(), p -> new EnumMap<>(DropReason.class))
                                            .put(reason, packets)));
                }
                if (state.isConnected()) {
                    namespace
                            .forged()
                            .forEach((address, packets) -> state.portOf(address)
                                    .ifPresent(port -> drops.computeIfAbsent(
                                                    port.port(), p -> new EnumMap<>(DropReason.class))
                                            .merge(DropReason.FOREIGN_SOURCE, packets, Long::sum)));
                }
            });
        }
        return drops;
    }

    Map<PortId, Boolean> links() {
        Map<PortId, Boolean> links = new HashMap<>();
        for (VpcState state : vpcs) {
            state.namespace()
                    .ifPresent(namespace -> namespace
                            .route()
                            .links()
                            .forEach(link ->
                                    state.port(link.name()).ifPresent(port -> links.put(port.port(), link.carrier()))));
        }
        return links;
    }

    Map<VpcId, Map<IpAddress, Long>> noHolderDrops() {
        Map<VpcId, Map<IpAddress, Long>> drops = new HashMap<>();
        vpcs.stream()
                .filter(VpcState::isConnected)
                .forEach(state -> state.open()
                        .ifPresent(namespace ->
                                drops.put(state.vpc(), namespace.noHolder().counted())));
        return drops;
    }
}
