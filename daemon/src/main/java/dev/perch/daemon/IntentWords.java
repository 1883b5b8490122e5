package dev.perch.daemon;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.Blackhole;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.Hop;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.ProviderIntent;
import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.ThroughPeering;
import dev.perch.fabric.Intent.ToAddress;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.model.ObjectId;
import dev.perch.model.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Intents in words. */
record IntentWords(Refusal.Names names) {

    List<String> of(Intent intent) {
        return switch (intent) {
            case ProviderIntent provider -> List.of("provider network: a switch that the VPCs' uplinks meet at");
            case VpcIntent vpc ->
                List.of(word(vpc.vpc()) + ": a network namespace with a router"
                        + (vpc.uplink() ? ", an uplink to the provider network" : "")
                        + (vpc.peered() ? ", peerings" : ""));
            case EipIntent eip ->
                List.of("eip " + eip.address() + ": stands for " + eip.inside()
                        + eip.megabits()
                                .map(megabits -> ", " + megabits + " Mbit/s each way")
                                .orElse(""));
            case SubnetIntent subnet ->
                List.of(word(subnet.subnet()) + ": router " + subnet.routerMac() + " at "
                        + subnet.gateways().stream()
                                .map(gateway -> gateway.address() + "/" + gateway.prefixLength())
                                .collect(Collectors.joining(", ")));
            case PortIntent port ->
                List.of(
                        word(port.port()) + ": plugged into " + port.plug().namespace() + " as "
                                + port.plug().interfaceName() + ", MAC " + port.mac()
                                + (port.linkUp() ? "" : ", cable pulled"),
                        word(port.port()) + ": own " + port.own() + ", pairs " + port.pairs() + ", check "
                                + (port.checked() ? "on" : "off"),
                        word(port.port()) + ": may claim " + port.claimable() + ", fenced from " + port.fenced()
                                + ", virtual MACs " + port.virtualMacs());
            case PeeringIntent peering ->
                List.of(word(peering.peering()) + ": a link between the routers of " + word(peering.vpc()) + " and "
                        + word(peering.peer()));
            case RouteTableIntent table ->
                List.of(word(table.table()) + ": number " + table.number() + ", for "
                        + (table.isDefault() ? "subnets without a table of their own" : words(table.subnets())));
            case RouteIntent route -> List.of(word(route.route()) + ": " + words(route.hop()));
        };
    }

    private String words(Hop hop) {
        return switch (hop) {
            case ToAddress to -> "to " + to.address() + " in " + word(to.subnet());
            case ThroughPeering through -> "through " + word(through.peering());
            case Blackhole _ -> "to nowhere: what it names is gone, is off, or has no address of its family";
        };
    }

    private String words(Collection<? extends ObjectId> objects) {
        return objects.isEmpty()
                ? "no subnet"
                : objects.stream().map(this::word).sorted().collect(Collectors.joining(", "));
    }

    private String word(ObjectId object) {
        return object.kind().word().replace('-', ' ') + " " + names.of(object);
    }
}
