package dev.perch.daemon;

import dev.perch.api.ops.Explainer;
import dev.perch.compute.Running;
import dev.perch.compute.ServerRuntime;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Snapshots.PortFacts;
import dev.perch.fabric.DropReason;
import dev.perch.fabric.Fabric;
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
import dev.perch.model.SecurityGroup;
import dev.perch.model.SecurityRule;
import dev.perch.model.Server;
import dev.perch.model.Vpc;
import dev.perch.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says why an object is as it is. What has no fabric of its own is explained by the ports that it works through. */
record Explanations(Control control, Reconciler reconciler, Fabric fabric, ServerRuntime runtime) implements Explainer {
    private static final String GONE = "it is gone";

    @Override
    public Explanation explain(ObjectId object) {
        return switch (object) {
            case VpcId vpc -> of(List.of(vpc));
            case SubnetId subnet -> of(List.of(subnet));
            case PortId port -> of(List.of(port));
            case VipId vip -> of(control.snapshots().portsOf(vip));
            case ServerId server -> ofServer(server);
            case PeeringId id -> with(of(List.of(id)), control.reasons().of(id));
            case RouteTableId id -> ofTable(id);
            case RouteId id -> of(List.of(id));
            case EipId id -> with(of(List.of(id)), control.reasons().of(id));
            case SecurityGroupId id -> ofGroup(id);
            case RuleId id -> of(List.of());
        };
    }

    private Explanation of(Collection<? extends ObjectId> objects) {
        List<String> desired = new ArrayList<>();
        List<String> observed = new ArrayList<>();
        List<String> plan = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        IntentWords words = new IntentWords(control.names());
        for (ObjectId object : objects) {
            Reconciler.Explanation found = reconciler.explain(object);
            found.desired()
                    .ifPresentOrElse(
                            intent -> desired.addAll(words.of(intent)),
                            () -> notes.add(
                                    object.kind().word() + " " + control.names().of(object)
                                            + " has nothing in the fabric: " + whyNothing(object)));
            observed.addAll(found.observed());
            plan.addAll(found.plan());
            found.failure().ifPresent(reason -> notes.add("the last attempt failed: " + reason));
        }
        observed.addAll(dropped(objects));
        return new Explanation(desired, observed, plan, notes);
    }

    /** What the rules of ports have dropped, so that a packet that is missed can be found. */
    private List<String> dropped(Collection<? extends ObjectId> objects) {
        if (objects.stream().noneMatch(PortId.class::isInstance)) {
            return List.of();
        }
        Map<PortId, Map<DropReason, Long>> drops = fabric.drops();
        return objects.stream()
                .filter(drops::containsKey)
                .map(object -> "port " + control.names().of(object) + ": dropped "
                        + new TreeMap<>(drops.get(object))
                                .entrySet().stream()
                                        .map(drop -> drop.getValue() + " "
                                                + drop.getKey().word())
                                        .collect(Collectors.joining(", ")))
                .toList();
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

    /** A table and the routes in it. */
    private Explanation ofTable(RouteTableId id) {
        List<ObjectId> all = new ArrayList<>(List.of(id));
        control.snapshots().routesOf(id).forEach(route -> all.add(route.route().id()));
        return with(of(all), control.reasons().of(id));
    }

    /** With what keeps packets away although nothing is left to do. */
    private static Explanation with(Explanation explanation, List<String> reasons) {
        List<String> notes = new ArrayList<>(explanation.notes());
        notes.addAll(reasons);
        return new Explanation(explanation.desired(), explanation.observed(), explanation.plan(), notes);
    }

    /** Its rules, what they have become in the VPCs whose ports are in it, and what is left to do there. */
    private Explanation ofGroup(SecurityGroupId id) {
        List<VpcId> vpcs = control.snapshots().vpcs(id);
        List<String> desired = new ArrayList<>();
        control.snapshots()
                .group(id)
                .ifPresent(group -> rules(group).map(control.reasons()::of).forEach(desired::add));
        for (VpcId vpc : vpcs) {
            String label = control.snapshots().vpc(vpc).map(Vpc::label).orElse(vpc.toString());
            new PolicyWords(control.snapshots().groups(vpc), this::name)
                    .of(id)
                    .forEach(line -> desired.add("in VPC " + label + ": " + line));
        }
        List<String> plan = new ArrayList<>();
        vpcs.forEach(vpc -> plan.addAll(reconciler.explain(vpc).plan()));
        List<String> notes = control.snapshots().everything().ports().stream()
                .filter(facts -> facts.port().groups().contains(id))
                .map(facts -> "judged at port " + words(facts))
                .sorted()
                .toList();
        return new Explanation(desired, List.of(), plan, notes.isEmpty() ? List.of("no port is in it") : notes);
    }

    private Stream<SecurityRule> rules(SecurityGroup group) {
        Caller caller = new Caller(group.meta().project(), "explain");
        return control.securityGroups().get(caller, group.id()).orThrow().rules().stream()
                .sorted(SecurityRule.AS_ASKED);
    }

    private String name(SecurityGroupId group) {
        return control.snapshots()
                .group(group)
                .map(found -> found.meta().name())
                .orElse(group.toString());
    }

    private static String words(PortFacts facts) {
        Port port = facts.port();
        String name = port.meta().name().isEmpty()
                ? port.id().toString()
                : port.meta().name();
        return name
                + facts.server()
                        .map(server -> " of server " + server.meta().name())
                        .orElse("") + ", "
                + port.addresses().stream().map(IpAddress::toString).collect(Collectors.joining(" and "))
                + " in subnet " + facts.subnet().meta().name();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String whyNothing(ObjectId object) {
        return switch (object) {
            case PortId _ -> "nothing is plugged in, or its server is down";
            case EipId _ -> "it is not bound";
            case PeeringId id ->
                control.snapshots()
                        .peering(id)
                        .map(peering -> "it is " + word(peering.status()))
                        .orElse("it is gone");
            case VpcId _ -> GONE;
            case SubnetId _ -> GONE;
            case RouteTableId _ -> GONE;
            case RouteId _ -> GONE;
            case VipId _ -> GONE;
            case ServerId _ -> GONE;
            case SecurityGroupId _ -> GONE;
            case RuleId _ -> GONE;
        };
    }
}
