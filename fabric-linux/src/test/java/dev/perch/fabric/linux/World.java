package dev.perch.fabric.linux;

import dev.perch.fabric.Applied;
import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.Gateway;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.Plug;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.ProviderIntent;
import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.Plan;
import dev.perch.fabric.policy.Policy;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fabric of its own in a test, with guests in namespaces of their own; closing removes all of it. */
final class World implements AutoCloseable {
    private static int worlds;

    final String tag = String.format("%06x", ProcessHandle.current().pid() * 16 + worlds++ % 16 & 0xffffff);
    final Namespaces namespaces = new Namespaces();
    LinuxFabric fabric = new LinuxFabric(tag, ProviderNetwork.ISOLATED);
    final Map<Object, Intent> intents = new LinkedHashMap<>();
    private final List<String> guests = new ArrayList<>();

    /** A VPC whose id is made of this digit. */
    VpcIntent vpc(int digit) {
        return keep(new VpcIntent(new VpcId(uuid(0xa, digit)), false, false, Policy.NONE));
    }

    /** A VPC with an uplink to a provider network of this world's own. */
    VpcIntent connected(VpcIntent vpc) {
        keep(new ProviderIntent());
        return keep(new VpcIntent(vpc.vpc(), true, vpc.peered(), vpc.policy()));
    }

    EipIntent eip(VpcIntent vpc, int digit, String address, String inside) {
        return eip(vpc, digit, address, inside, Optional.empty());
    }

    EipIntent eip(VpcIntent vpc, int digit, String address, String inside, Optional<Integer> megabits) {
        return keep(new EipIntent(
                vpc.vpc(), new EipId(uuid(0xe, digit)), IpAddress.of(address), IpAddress.of(inside), megabits));
    }

    /** A guest namespace in the provider network, which has to be there. */
    void outsider(int digit, String... addresses) {
        guest(digit);
        fabric.plugOutside(
                namespaces.path(guestName(digit)),
                "eth0",
                Arrays.stream(addresses).map(IpAddress::of).toList());
    }

    String providerNamespace() {
        return new Names(tag).namespace(Intent.PROVIDER_NETWORK);
    }

    SubnetIntent subnet(VpcIntent vpc, int digit, String... gateways) {
        MacAddress mac = new MacAddress(0x025052000000L | digit);
        return keep(new SubnetIntent(vpc.vpc(), new SubnetId(uuid(0xb, digit)), gateways(gateways), mac, 1500));
    }

    /** A checked port in a new guest namespace, its addresses given with their prefix lengths. */
    PortIntent port(SubnetIntent subnet, int digit, String... addresses) {
        SortedSet<Gateway> seeds = gateways(addresses);
        SortedSet<IpAddress> routers = new TreeSet<>();
        subnet.gateways().stream()
                .map(Gateway::address)
                .filter(g -> seeds.stream().anyMatch(s -> s.address().family() == g.family()))
                .forEach(routers::add);
        return keep(plain(subnet, digit, new Plug(guest(digit), "eth0", seeds, routers)));
    }

    /** As {@link #port}, all guests in one namespace. */
    PortIntent crowded(SubnetIntent subnet, int digit, String... addresses) {
        return keep(plain(subnet, digit, new Plug(guest(0), "e" + digit, gateways(addresses), new TreeSet<>())));
    }

    /** A checked port with carrier, and nothing else than the addresses that its guest gets. */
    static PortIntent plain(SubnetIntent subnet, int digit, Plug plug) {
        SortedSet<IpAddress> own = new TreeSet<>();
        plug.seeds().forEach(s -> own.add(s.address()));
        return new PortIntent(
                subnet.vpc(),
                subnet.subnet(),
                new PortId(uuid(0xc, digit)),
                new MacAddress(0xfa163e000000L | digit),
                new TreeSet<>(),
                own,
                new TreeSet<>(),
                true,
                new TreeSet<>(),
                new TreeSet<>(),
                0,
                new TreeSet<>(),
                true,
                plug);
    }

    PortIntent checked(PortIntent p, boolean checked) {
        return changed(p, p.virtualMacs(), p.pairs(), checked, p.claimable(), p.fenced(), p.groups(), p.vrrpPeers());
    }

    PortIntent bound(PortIntent p, String... vips) {
        SortedSet<IpAddress> all = addresses(vips);
        return changed(p, p.virtualMacs(), p.pairs(), p.checked(), all, p.fenced(), p.groups(), p.vrrpPeers());
    }

    PortIntent fenced(PortIntent p, String... vips) {
        SortedSet<IpAddress> all = addresses(vips);
        return changed(p, p.virtualMacs(), p.pairs(), p.checked(), p.claimable(), all, p.groups(), p.vrrpPeers());
    }

    PortIntent paired(PortIntent p, String... pairs) {
        SortedSet<IpPrefix> all = new TreeSet<>();
        Arrays.stream(pairs).map(IpPrefix::of).forEach(all::add);
        return changed(p, p.virtualMacs(), all, p.checked(), p.claimable(), p.fenced(), p.groups(), p.vrrpPeers());
    }

    PortIntent virtualMac(PortIntent p, MacAddress mac) {
        SortedSet<MacAddress> all = new TreeSet<>(List.of(mac));
        return changed(p, all, p.pairs(), p.checked(), p.claimable(), p.fenced(), p.groups(), p.vrrpPeers());
    }

    PortIntent grouped(PortIntent p, int groups, String... vrrpPeers) {
        SortedSet<IpAddress> all = addresses(vrrpPeers);
        return changed(p, p.virtualMacs(), p.pairs(), p.checked(), p.claimable(), p.fenced(), groups, all);
    }

    private PortIntent changed(
            PortIntent p,
            SortedSet<MacAddress> virtualMacs,
            SortedSet<IpPrefix> pairs,
            boolean checked,
            SortedSet<IpAddress> claimable,
            SortedSet<IpAddress> fenced,
            int groups,
            SortedSet<IpAddress> vrrpPeers) {
        return keep(new PortIntent(
                p.vpc(),
                p.subnet(),
                p.port(),
                p.mac(),
                virtualMacs,
                p.own(),
                pairs,
                checked,
                claimable,
                fenced,
                groups,
                vrrpPeers,
                p.linkUp(),
                p.plug()));
    }

    /** An active peering; its VPCs know that they have one. */
    PeeringIntent peering(VpcIntent requester, VpcIntent accepter, int digit) {
        Stream.of(requester, accepter).forEach(vpc -> keep(new VpcIntent(vpc.vpc(), vpc.uplink(), true, vpc.policy())));
        return keep(new PeeringIntent(
                requester.vpc(),
                accepter.vpc(),
                new PeeringId(uuid(0xd, digit)),
                new MacAddress(0x025053000000L | digit),
                new MacAddress(0x025054000000L | digit),
                1500));
    }

    /** A route table, the default one when it is for no subnets. */
    RouteTableIntent table(VpcIntent vpc, int digit, SubnetIntent... subnets) {
        Set<SubnetId> all = Arrays.stream(subnets).map(SubnetIntent::subnet).collect(Collectors.toSet());
        return keep(new RouteTableIntent(
                vpc.vpc(), new RouteTableId(uuid(0xe, digit)), 1000 + digit, subnets.length == 0, all));
    }

    RouteIntent route(RouteTableIntent table, int digit, String destination, Intent.Hop hop) {
        return keep(new RouteIntent(
                table.vpc(), new RouteId(uuid(0xf, digit)), table.number(), IpPrefix.of(destination), hop));
    }

    VpcIntent ruled(VpcIntent vpc, Policy policy) {
        return keep(new VpcIntent(vpc.vpc(), vpc.uplink(), vpc.peered(), policy));
    }

    private <T extends Intent> T keep(T intent) {
        intents.put(intent.object(), intent);
        return intent;
    }

    /** Makes the kernel as the intents say. */
    void converge() {
        apply(fabric.planAll(intents.values()));
    }

    void apply(Plan plan) {
        Applied applied = fabric.apply(plan);
        if (!applied.complete()) {
            throw new AssertionError(applied.failures().toString());
        }
    }

    Plan planAll() {
        return fabric.planAll(intents.values());
    }

    /** A fabric that remembers nothing, as after a restart. */
    void restart() {
        fabric.close();
        fabric = new LinuxFabric(tag, ProviderNetwork.ISOLATED);
    }

    String guestName(int digit) {
        return "perchtest-" + tag + "-g" + digit;
    }

    private String guest(int digit) {
        String name = guestName(digit);
        if (!guests.contains(name)) {
            guests.add(name);
            namespaces.create(name);
        }
        return namespaces.path(name).toString();
    }

    String namespaceOf(VpcIntent vpc) {
        return new Names(tag).namespace(vpc.vpc());
    }

    /** Runs a command in a guest and gives its output; {@link AssertionError} when it fails. */
    String in(int guest, String command) {
        Result result = tryIn(guestName(guest), command);
        if (result.exit() != 0) {
            throw new AssertionError(command + " exits " + result.exit() + ": " + result.output());
        }
        return result.output();
    }

    /**
     * Whether one packet is answered, be it the first: a request for who has an address that was lost is repeated after a
     * second, which is too late.
     */
    boolean reaches(int guest, String target) {
        return tryIn(guestName(guest), "ping -c1 -W1 " + target).exit() == 0;
    }

    record Result(int exit, String output) {}

    static Result tryIn(String namespace, String command) {
        try {
            Process process = new ProcessBuilder("ip", "netns", "exec", namespace, "sh", "-c", command)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Gateway gateway(String text) {
        IpPrefix prefix = IpPrefix.of(text);
        return new Gateway(prefix.address(), prefix.length());
    }

    static SortedSet<Gateway> gateways(String... texts) {
        SortedSet<Gateway> all = new TreeSet<>();
        Arrays.stream(texts).map(World::gateway).forEach(all::add);
        return all;
    }

    static SortedSet<IpAddress> addresses(String... texts) {
        SortedSet<IpAddress> all = new TreeSet<>();
        Arrays.stream(texts).map(IpAddress::of).forEach(all::add);
        return all;
    }

    static UUID uuid(int kind, int digit) {
        return new UUID((long) kind << 60 | (long) digit << 20 | 0x4000, 0x8000000000000000L | digit);
    }

    @Override
    public void close() {
        try {
            fabric.apply(fabric.planAll(List.of()));
            fabric.close();
        } finally {
            guests.forEach(namespaces::delete);
            namespaces.list("perch-" + tag).forEach(namespaces::delete);
        }
    }
}
