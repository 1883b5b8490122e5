package dev.perch.daemon;

import dev.perch.api.ops.Explainer;
import dev.perch.compute.Running;
import dev.perch.compute.ServerRuntime;
import dev.perch.control.Control;
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
import dev.perch.fabric.Reconciler;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Port;
import dev.perch.model.Server;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Says why an object is as it is. What has no fabric of its own is explained by the ports that it works through. */
record Explanations(Control control, Reconciler reconciler, ServerRuntime runtime) implements Explainer {

    @Override
    public Explanation explain(ObjectId object) {
        return switch (object) {
            case VpcId vpc -> of(List.of(vpc));
            case SubnetId subnet -> of(List.of(subnet));
            case PortId port -> of(List.of(port));
            case VipId vip -> of(control.snapshots().portsOf(vip));
            case ServerId server -> ofServer(server);
            case PeeringId id -> of(List.of(id));
            case RouteTableId id -> of(List.of(id));
            case RouteId id -> of(List.of(id));
            case EipId id -> of(List.of(id));
            case SecurityGroupId id -> of(List.of(id));
            case RuleId id -> of(List.of(id));
        };
    }

    private Explanation of(Collection<? extends ObjectId> objects) {
        List<String> desired = new ArrayList<>();
        List<String> observed = new ArrayList<>();
        List<String> plan = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (ObjectId object : objects) {
            Reconciler.Explanation found = reconciler.explain(object);
            found.desired()
                    .ifPresentOrElse(
                            intent -> desired.addAll(lines(intent)),
                            () -> notes.add(object.kind().word() + " " + object
                                    + " has nothing in the fabric: nothing is plugged in, or its server is down"));
            observed.addAll(found.observed());
            plan.addAll(found.plan());
            found.failure().ifPresent(reason -> notes.add("the last attempt failed: " + reason));
        }
        return new Explanation(desired, observed, plan, notes);
    }

    private Explanation ofServer(ServerId id) {
        Explanation nics =
                of(control.snapshots().portsOf(id).stream().map(Port::id).toList());
        List<String> desired = new ArrayList<>();
        List<String> observed = new ArrayList<>();
        control.snapshots().server(id).map(Server::power).ifPresent(power -> desired.add("power " + power));
        observed.add(runtime.running(id)
                .map(Running::pid)
                .map(pid -> "running, pid " + pid)
                .orElse("not running"));
        control.statuses()
                .of(id)
                .ifPresent(status -> observed.add("state " + status.state() + " since " + status.since()
                        + (status.detail().isEmpty() ? "" : ": " + status.detail())));
        desired.addAll(nics.desired());
        observed.addAll(nics.observed());
        return new Explanation(desired, observed, nics.plan(), nics.notes());
    }

    private static List<String> lines(Intent intent) {
        return switch (intent) {
            case ProviderIntent provider -> List.of("provider network: a switch that the VPCs' uplinks meet at");
            case VpcIntent vpc ->
                List.of("vpc " + vpc.vpc() + ": a network namespace with a router"
                        + (vpc.uplink() ? ", an uplink to the provider network" : "")
                        + (vpc.peered() ? ", peerings" : ""));
            case EipIntent eip ->
                List.of("eip " + eip.address() + ": stands for " + eip.inside()
                        + eip.megabits()
                                .map(megabits -> ", " + megabits + " Mbit/s each way")
                                .orElse(""));
            case SubnetIntent subnet ->
                List.of("subnet " + subnet.subnet() + ": router " + subnet.routerMac() + " at "
                        + subnet.gateways().stream()
                                .map(gateway -> gateway.address() + "/" + gateway.prefixLength())
                                .collect(Collectors.joining(", ")));
            case PortIntent port ->
                List.of(
                        "port " + port.port() + ": plugged into " + port.plug().namespace() + " as "
                                + port.plug().interfaceName() + ", MAC " + port.mac()
                                + (port.linkUp() ? "" : ", cable pulled"),
                        "port " + port.port() + ": own " + port.own() + ", pairs " + port.pairs() + ", check "
                                + (port.checked() ? "on" : "off"),
                        "port " + port.port() + ": may claim " + port.claimable() + ", fenced from " + port.fenced()
                                + ", virtual MACs " + port.virtualMacs());
            case PeeringIntent peering ->
                List.of("peering " + peering.peering() + ": a link between the routers of VPC " + peering.vpc()
                        + " and VPC " + peering.peer());
            case RouteTableIntent table ->
                List.of("route table " + table.table() + ": number " + table.number() + ", for "
                        + (table.isDefault() ? "subnets without a table of their own" : "subnets " + table.subnets()));
            case RouteIntent route ->
                List.of("route " + route.destination() + " in table " + route.table() + ": " + words(route.hop()));
        };
    }

    private static String words(Hop hop) {
        return switch (hop) {
            case ToAddress to -> "to " + to.address() + " in subnet " + to.subnet();
            case ThroughPeering through -> "through peering " + through.peering();
            case Blackhole _ -> "to nowhere: what it names is gone, is off, or has no address of its family";
        };
    }
}
