package dev.perch.daemon;

import dev.perch.control.Control;
import dev.perch.control.Snapshots;
import dev.perch.control.Snapshots.PortFacts;
import dev.perch.fabric.Evidence.RefusedClaim;
import dev.perch.fabric.Fabric;
import dev.perch.model.Eip;
import dev.perch.model.Holding;
import dev.perch.model.Move;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.net.MacAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The holder watch's ledger in the store. Moves are written in order by a thread of their own, never by the watch. */
final class WrittenLedger implements HolderWatch.Ledger, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WrittenLedger.class.getName());

    private final Control control;
    private final Snapshots snapshots;
    private final Fabric fabric;
    private final RefusedClaims refused = new RefusedClaims();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("ledger").factory());

    WrittenLedger(Control control, Fabric fabric) {
        this.control = control;
        this.fabric = fabric;
        this.snapshots = control.snapshots();
    }

    @Override
    public Collection<HolderWatch.Held> held() {
        return control.holders().all().stream().flatMap(this::held).toList();
    }

    private Stream<HolderWatch.Held> held(Holding holding) {
        return snapshots.vip(holding.vip()).stream()
                .flatMap(vip -> addresses(vip, snapshots.subnet(vip.subnet()).orElseThrow()))
                .filter(address -> address.address().family() == holding.family())
                .map(address -> new HolderWatch.Held(
                        address, holding.port(), holding.mac(), holding.epoch(), holding.since(), holding.evidence()));
    }

    @Override
    public List<HolderWatch.VipAddress> boundTo(PortId port) {
        return snapshots.port(port).stream().flatMap(WrittenLedger::claimable).toList();
    }

    @Override
    public Collection<HolderWatch.VipAddress> bound() {
        return snapshots.vips().stream()
                .filter(vip -> !snapshots.portsOf(vip.id()).isEmpty())
                .flatMap(vip -> addresses(vip, snapshots.subnet(vip.subnet()).orElseThrow()))
                .toList();
    }

    @Override
    public Collection<HolderWatch.VipAddress> reached() {
        return snapshots.eips().stream()
                .flatMap(facts -> facts.inside().stream()
                        .flatMap(inside -> facts.eip().target().stream()
                                .filter(Eip.OfVip.class::isInstance)
                                .map(Eip.OfVip.class::cast)
                                .map(to -> new HolderWatch.VipAddress(
                                        to.vip(),
                                        inside.subnet().vpc(),
                                        inside.subnet().id(),
                                        inside.address()))))
                .toList();
    }

    private static Stream<HolderWatch.VipAddress> claimable(PortFacts facts) {
        return facts.bound().stream()
                .filter(bound -> !bound.fenced())
                .flatMap(bound -> addresses(bound.vip(), facts.subnet()));
    }

    private static Stream<HolderWatch.VipAddress> addresses(VirtualIp vip, Subnet subnet) {
        return vip.addresses().stream()
                .map(address -> new HolderWatch.VipAddress(vip.id(), subnet.vpc(), subnet.id(), address));
    }

    @Override
    public boolean exists(PortId port) {
        return snapshots.port(port).isPresent();
    }

    @Override
    public void moved(Move move, HolderWatch.VipAddress address, Optional<MacAddress> mac) {
        move.to().ifPresent(holder -> later(() -> forgetFlows(address)));
        later(() -> control.holders().record(move, mac));
    }

    /** What the last holder's connections leave in the fabric; before the move is published, and never by the watch. */
    private void forgetFlows(HolderWatch.VipAddress address) {
        snapshots.vip(address.vip()).map(VirtualIp::flowFate).ifPresent(fate -> {
            boolean udpOnly = switch (fate) {
                case KEEP -> true;
                case RESET -> false;
            };
            fabric.resetFlows(address.vpc(), address.address(), udpOnly);
        });
    }

    /** A transaction of nftables may have to wait for a long one, which the watch must not. */
    @Override
    public void unheld(HolderWatch.VipAddress address, boolean unheld) {
        later(() -> fabric.markUnheld(address.vpc(), address.address(), unheld));
    }

    @Override
    public void conflict(HolderWatch.VipAddress address, boolean begins, Collection<PortId> ports) {
        String who = ports.stream().map(PortId::toString).sorted().collect(Collectors.joining("\", \"", "[\"", "\"]"));
        later(() -> control.events()
                .append(
                        begins ? "vip.conflict" : "vip.conflict-ended",
                        "vip",
                        address.vip().toString(),
                        begins
                                ? "more than one port answers for " + address.address()
                                : "only one port answers for " + address.address() + " again",
                        "{\"address\":\"" + address.address() + "\",\"ports\":" + who + "}"));
    }

    @Override
    public void refused(RefusedClaim claim) {
        refused.told(claim)
                .ifPresent(times -> later(() -> control.events()
                        .append(
                                "port.claim-refused",
                                "port",
                                claim.port().toString(),
                                claim.packet() + " for " + claim.address() + " dropped: " + name(claim.port())
                                        + " may not claim it"
                                        + (times > 1 ? "; " + times + " seen since the last event of this" : ""),
                                "{\"address\":\"" + claim.address() + "\",\"seen\":" + times + "}")));
    }

    /** A port as people know it. */
    private String name(PortId id) {
        return snapshots
                .port(id)
                .flatMap(PortFacts::server)
                .map(server -> "server '" + server.meta().name() + "'")
                .orElse("port " + id);
    }

    /** Steering the next packet never waits for the database. */
    private void later(Runnable writing) {
        writer.execute(() -> {
            try {
                writing.run();
            } catch (RuntimeException fault) {
                LOG.log(Level.WARNING, "something seen on the wire could not be written down", fault);
            }
        });
    }

    /** Writes what is left and ends. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            writer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
