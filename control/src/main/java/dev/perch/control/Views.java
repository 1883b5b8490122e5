package dev.perch.control;

import dev.perch.model.Binding;
import dev.perch.model.Eip;
import dev.perch.model.Holding;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Port;
import dev.perch.model.SecurityGroup;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Members;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.Tag;
import dev.perch.model.VipRules;
import dev.perch.model.VirtualIp;
import dev.perch.model.Vpc;
import dev.perch.net.IpAddress;
import dev.perch.store.BindingTable;
import dev.perch.store.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts views together from one moment of the store. Remembers what several views of a list share. */
final class Views {
    private final Tables tables;
    private final Map<VpcId, Vpc> vpcs = new HashMap<>();
    private final Map<SubnetId, Subnet> subnets = new HashMap<>();
    private final Map<ServerId, Server> servers = new HashMap<>();
    private final Map<SecurityGroupId, String> groups = new HashMap<>();

    Views(Tables tables) {
        this.tables = tables;
    }

    Vpc vpc(VpcId id) {
        return vpcs.computeIfAbsent(id, missing -> tables.vpcs().get(missing).orElseThrow());
    }

    Subnet subnet(SubnetId id) {
        return subnets.computeIfAbsent(
                id, missing -> tables.subnets().get(missing).orElseThrow());
    }

    Server server(ServerId id) {
        return servers.computeIfAbsent(
                id, missing -> tables.servers().get(missing).orElseThrow());
    }

    GroupView of(SecurityGroup group) {
        List<SecurityRule> rules = tables.rules().of(group.id());
        Map<SecurityGroupId, String> names = rules.stream()
                .map(SecurityRule::remote)
                .filter(Members.class::isInstance)
                .map(remote -> ((Members) remote).group())
                .distinct()
                .map(this::named)
                .collect(Collectors.toMap(Named::id, Named::name));
        return new GroupView(
                group,
                rules,
                tables.groupSets().count(group.id()),
                names,
                tables.tags().of(group.id()));
    }

    private Named<SecurityGroupId> named(SecurityGroupId id) {
        return new Named<>(
                id,
                groups.computeIfAbsent(
                        id,
                        missing -> tables.groups()
                                .get(missing)
                                .orElseThrow()
                                .meta()
                                .name()));
    }

    SubnetView of(Subnet subnet) {
        return new SubnetView(subnet, vpc(subnet.vpc()));
    }

    PortView of(Port port) {
        List<Named<VipId>> bound = tables.bindings().of(port.id()).stream()
                .map(row -> tables.vips().get(row.binding().vip()).orElseThrow())
                .map(vip -> new Named<>(vip.id(), vip.meta().name()))
                .toList();
        List<Named<SecurityGroupId>> groups =
                port.groups().groups().stream().map(this::named).toList();
        return new PortView(
                port,
                subnet(port.subnet()),
                port.server().map(this::server),
                bound,
                groups,
                tables.eips().of(port.id()));
    }

    ServerView of(Server server) {
        List<PortView> nics =
                tables.ports().of(server.id()).stream().map(this::of).toList();
        Server.Status status = tables.statuses()
                .get(server.id())
                .orElseGet(() -> new Server.Status(
                        server.id(), Server.State.BUILD, "", server.meta().created()));
        return new ServerView(
                server,
                status,
                nics.stream().findFirst().map(nic -> vpc(nic.subnet().vpc())),
                nics);
    }

    VipView of(VirtualIp vip) {
        List<VipView.Bound> bound = tables.bindings().of(vip.id()).stream()
                .map(row -> bound(vip, row))
                .toList();
        List<Holding> holdings = tables.holders().of(vip.id());
        List<VipView.Holder> holders = vip.addresses().stream()
                .map(address -> holder(vip, address, holdings))
                .toList();
        return new VipView(
                vip, subnet(vip.subnet()), bound, holders, tables.eips().of(vip.id()), warnings(vip, bound, holders));
    }

    EipView of(Eip eip) {
        List<Tag> tags = tables.tags().of(eip.id());
        return switch (eip.target().orElse(null)) {
            case null -> new EipView(eip, EipView.Status.UNBOUND, Optional.empty(), Optional.empty(), tags);
            case Eip.OfPort(PortId id) -> {
                Port port = tables.ports().get(id).orElseThrow();
                Optional<Server> server = port.server().map(this::server);
                yield new EipView(
                        eip,
                        EipView.Status.ofPort(port, server),
                        Optional.of(EipView.Bound.of(port, eip, subnet(port.subnet()), server)),
                        Optional.empty(),
                        tags);
            }
            case Eip.OfVip(VipId id) -> {
                VirtualIp vip = tables.vips().get(id).orElseThrow();
                Optional<EipView.Holder> holder = tables.holders()
                        .get(id, eip.address().family())
                        .flatMap(Holding::port)
                        .flatMap(tables.ports()::get)
                        .map(port -> new EipView.Holder(port, port.server().map(this::server)));
                yield new EipView(
                        eip,
                        EipView.Status.ofVip(holder.isPresent()),
                        Optional.of(EipView.Bound.of(vip, eip, subnet(vip.subnet()))),
                        holder,
                        tags);
            }
        };
    }

    private VipView.Bound bound(VirtualIp vip, BindingTable.Row row) {
        Port port = tables.ports().get(row.binding().port()).orElseThrow();
        Optional<String> whyNot = VipRules.blocked(row.binding(), vip, port);
        return new VipView.Bound(row.binding(), port, named(port), row.text(), whyNot.isEmpty(), whyNot.orElse(""));
    }

    private VipView.Holder holder(VirtualIp vip, IpAddress address, List<Holding> holdings) {
        Holding holding = holdings.stream()
                .filter(h -> h.family() == address.family())
                .findFirst()
                .orElseGet(() -> new Holding(
                        vip.id(),
                        address.family(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        vip.meta().created(),
                        ""));
        Optional<Port> port = holding.port().flatMap(id -> tables.ports().get(id));
        return new VipView.Holder(address, holding, port.flatMap(this::named));
    }

    private Optional<Named<ServerId>> named(Port port) {
        return port.server()
                .map(this::server)
                .map(server -> new Named<>(server.id(), server.meta().name()));
    }

    private List<Warning> warnings(VirtualIp vip, List<VipView.Bound> bound, List<VipView.Holder> holders) {
        List<Warning> warnings = new ArrayList<>();
        Set<ServerId> seen = new LinkedHashSet<>();
        for (VipView.Bound one : bound) {
            Binding binding = one.binding();
            if (one.port().checked() && !one.passes() && !binding.fenced()) {
                warnings.add(new Warning("check-on", "its packets do not pass " + label(one) + ": " + one.whyNot()));
            }
            one.server().filter(server -> seen.add(server.id())).ifPresent(server -> {
                long nics = tables.ports().of(server.id()).stream()
                        .filter(port -> port.subnet().equals(vip.subnet()))
                        .count();
                if (nics > 1) {
                    warnings.add(new Warning(
                            "several-nics",
                            "the server '" + server.name() + "' has " + nics
                                    + " NICs in the virtual IP's subnet; its routes may conflict"));
                }
                if (!holds(holders, one.port().id()) && tables.statuses().forwards(server.id())) {
                    warnings.add(new Warning(
                            "standby-forwards",
                            "the server '" + server.name()
                                    + "' is a standby and forwards packets; set net.ipv4.ip_forward=0 on it"));
                }
            });
        }
        if (apart(holders) && tables.holders().alarmed().contains(vip.id())) {
            warnings.add(new Warning(
                    "split-families",
                    "its addresses are held by different ports: "
                            + holders.stream()
                                    .map(holder -> holder.address() + " by " + label(holder))
                                    .collect(Collectors.joining(", "))));
        }
        return warnings;
    }

    private static boolean apart(List<VipView.Holder> holders) {
        return holders.stream()
                        .flatMap(holder -> holder.holding().port().stream())
                        .distinct()
                        .count()
                > 1;
    }

    private static String label(VipView.Holder holder) {
        return holder.server()
                .map(server -> "the server '" + server.name() + "'")
                .or(() -> holder.holding().port().map(port -> "the port " + port))
                .orElse("nobody");
    }

    private static boolean holds(List<VipView.Holder> holders, PortId port) {
        return holders.stream()
                .anyMatch(h -> h.holding().port().filter(port::equals).isPresent());
    }

    private static String label(VipView.Bound bound) {
        return bound.server()
                .map(server -> "the server '" + server.name() + "'")
                .orElseGet(() -> "the port " + bound.port().id());
    }
}
