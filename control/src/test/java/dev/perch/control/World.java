package dev.perch.control;

import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.ProviderPools;
import dev.perch.model.Refusal;
import dev.perch.model.Server;
import dev.perch.model.VirtualIp.Reach;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import dev.perch.store.Store;
import dev.perch.store.StoreUrl;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A control plane on a fresh database, and short ways to put things into it. */
final class World implements AutoCloseable {
    final Caller caller;
    private final StoreUrl url;
    Control control;

    World(Engine engine, Path folder) {
        url = engine.fresh(folder);
        control = open(ProviderPools.DEFAULT);
        caller = new Caller(control.project(), "tester");
    }

    /** Closes the store and opens it again. */
    void restart() {
        restart(ProviderPools.DEFAULT);
    }

    void restart(ProviderPools pools) {
        control.close();
        control = open(pools);
    }

    private Control open(ProviderPools pools) {
        return Control.open(
                Store.open(url), InstantSource.system(), RandomGenerator.of("L64X128MixRandom"), Optional.of(pools));
    }

    VpcId vpc(String name) {
        return control.vpcs()
                .create(caller, new Vpcs.Create(name, "", Optional.of(IpPrefix.of("10.0.0.0/8")), Map.of()))
                .orThrow()
                .id();
    }

    SubnetId subnet(VpcId vpc, String name, String cidr) {
        return control.subnets()
                .create(caller, segment(vpc, name, cidr))
                .orThrow()
                .subnet()
                .id();
    }

    static Subnets.Create segment(VpcId vpc, String name, String cidr) {
        return new Subnets.Create(
                vpc, name, "", IpPrefix.of(cidr), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    static Ports.Create port(SubnetId subnet, AddressChoice ipv4) {
        return new Ports.Create(
                subnet,
                "",
                "",
                ipv4,
                AddressChoice.FIRST_IF_OFFERED,
                true,
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of());
    }

    ServerView server(String name, SubnetId... subnets) {
        List<Servers.Nic> nics = List.of(subnets).stream().map(World::nic).toList();
        return control.servers()
                .create(caller, new Servers.Create(name, "", "", Optional.empty(), nics, List.of(), Map.of()))
                .orThrow();
    }

    static Servers.Nic nic(SubnetId subnet) {
        return new Servers.Nic.OnSubnet(
                subnet, AddressChoice.FIRST, AddressChoice.FIRST_IF_OFFERED, true, List.of(), List.of());
    }

    static VirtualIps.Create vip(SubnetId subnet, String name, String address) {
        return new VirtualIps.Create(
                subnet,
                name,
                "",
                address.isEmpty() ? AddressChoice.LAST : AddressChoice.exactly(IpAddress.of(address)),
                AddressChoice.NONE,
                Optional.empty(),
                Reach.EVERYWHERE,
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of());
    }

    VipView vip(SubnetId subnet, String name) {
        return control.virtualIps().create(caller, vip(subnet, name, "")).orThrow();
    }

    static VirtualIps.Target to(ServerView server) {
        return new VirtualIps.Target.OfServer(server.server().id());
    }

    void status(ServerView server, Server.State state) {
        control.statuses()
                .record(new Server.Status(
                        server.server().id(), state, "", java.time.Instant.parse("2030-01-01T00:00:00Z")));
    }

    static Refusal refusal(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> throw new AssertionError("not refused: " + done.value());
            case Outcome.Refused<?> refused -> refused.refusal();
        };
    }

    @Override
    public void close() {
        control.close();
    }
}
