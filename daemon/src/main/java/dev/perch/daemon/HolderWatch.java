package dev.perch.daemon;

import dev.perch.fabric.Evidence;
import dev.perch.fabric.Evidence.Advertisement;
import dev.perch.fabric.Evidence.Claim;
import dev.perch.fabric.Evidence.Link;
import dev.perch.fabric.Evidence.RefusedClaim;
import dev.perch.fabric.Fabric;
import dev.perch.fabric.holder.Effect;
import dev.perch.fabric.holder.Knowledge;
import dev.perch.fabric.holder.Knowledge.Step;
import dev.perch.fabric.holder.Sighting;
import dev.perch.model.Move;
import dev.perch.model.Move.Cause;
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
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Feeds evidence to the holder state machines and carries out what follows: steering at once, on this thread; writing the
 * move down afterwards, by the ledger's own. One thread owns everything here.
 */
final class HolderWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HolderWatch.class.getName());

    private final Fabric fabric;
    private final Ledger ledger;
    private final Clock clock;
    /** Before any evidence: what was so at the start was so earlier than all that is seen. */
    private final Instant made;

    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final Map<Key, Knowledge> knowledge = new HashMap<>();
    private final Map<Key, VipAddress> addresses = new HashMap<>();
    private final Map<PortId, List<VipAddress>> bound = new HashMap<>();
    private final Set<PortId> down = new HashSet<>();
    /** Since when links are up that have come up. */
    private final Map<PortId, Instant> up = new HashMap<>();
    /** What is held according to the last run only. */
    private final Set<Key> unconfirmed = new HashSet<>();

    private final Thread thread;

    /** One address of a virtual IP, and where it lives. */
    record VipAddress(VipId vip, VpcId vpc, SubnetId subnet, IpAddress address) {
        Key key() {
            return new Key(vip, address.family());
        }
    }

    record Key(VipId vip, Family family) {}

    /** Who held an address when it was last written down. */
    record Held(
            VipAddress address,
            Optional<PortId> holder,
            Optional<MacAddress> mac,
            long epoch,
            Instant since,
            String evidence) {}

    /** What the watch reads and writes down. Writes return at once and are carried out in order. */
    interface Ledger {
        Collection<Held> held();

        /** The virtual IPs that a port may hold (bound and not fenced); empty when there is no such port. */
        List<VipAddress> boundTo(PortId port);

        /** The addresses of all virtual IPs that are bound to something. */
        Collection<VipAddress> bound();

        /** The addresses of virtual IPs that an EIP stands for. */
        Collection<VipAddress> reached();

        /** Whether a port exists. */
        boolean exists(PortId port);

        /** Writes down a move and who holds the address now. */
        void moved(Move move, VipAddress address, Optional<MacAddress> mac);

        /** Has packets from outside for an address that nobody is known to hold counted, or no longer. */
        void unheld(VipAddress address, boolean unheld);

        void conflict(VipAddress address, boolean begins, Collection<PortId> ports);

        void refused(RefusedClaim claim);
    }

    HolderWatch(Fabric fabric, Ledger ledger, Clock clock) {
        this.fabric = fabric;
        this.ledger = ledger;
        this.clock = clock;
        this.made = clock.instant();
        this.thread = Thread.ofPlatform().daemon().name("holder-watch").unstarted(this::run);
    }

    /** Takes up what was written down and starts. {@code alive} tells whether a port's link and server are up. */
    void start(Function<PortId, Boolean> alive) {
        Instant now = clock.instant();
        for (Held held : ledger.held()) {
            learn(
                    held.address(),
                    Knowledge.resumed(held.holder(), held.mac(), held.epoch(), held.since(), held.evidence(), now));
            held.holder().ifPresent(port -> unconfirmed.add(held.address().key()));
            held.holder().filter(port -> !alive.apply(port)).ifPresent(port -> {
                down.add(port);
                apply(held.address(), h -> h.lost(port, Cause.SERVER_STOPPED, "found down at start", made));
            });
        }
        thread.start();
    }

    void seen(Evidence evidence) {
        work.add(() -> handle(evidence));
    }

    /**
     * The server that these NICs belong to has stopped or is being cut off.
     *
     * @param at when; this may be told late, with the server up again
     */
    void serverStopped(Collection<PortId> nics, String words, Instant at) {
        work.add(() -> nics.stream()
                .filter(port -> !up.getOrDefault(port, Instant.MIN).isAfter(at))
                .forEach(port -> lose(port, Cause.SERVER_STOPPED, words, at)));
    }

    /**
     * Has the routers ask for the bound addresses that nobody is known to hold: whoever took one while nobody looked is found,
     * also when it does not advertise. Addresses with a holder are left alone, so that an address that was left on the
     * interface of another server is not woken.
     */
    void askForUnheld() {
        Collection<VipAddress> all = ledger.bound(); // read here: the watch's own thread shall not wait for the store
        work.add(() -> all.stream()
                .filter(address -> holderOf(address).isEmpty())
                .forEach(address -> fabric.ask(address.vpc(), address.subnet(), address.address())));
    }

    /**
     * Has the packets counted that come from outside for addresses that nobody is known to hold. Said again and again,
     * because EIPs come later than holders go, and a repaired rule set has forgotten it.
     */
    void countUnheld() {
        Collection<VipAddress> all = ledger.reached();
        work.add(() -> all.stream()
                .filter(address -> holderOf(address).isEmpty())
                .forEach(address -> ledger.unheld(address, true)));
    }

    private Optional<PortId> holderOf(VipAddress address) {
        return Optional.ofNullable(knowledge.get(address.key())).flatMap(Knowledge::holder);
    }

    /** A port or virtual IP changed: what was known of its bindings is looked up anew, and a holder must still be bound. */
    void changed(ObjectId object) {
        switch (object) {
            case PortId port ->
                work.add(() -> {
                    bound.remove(port);
                    review(holder -> holder.equals(port));
                });
            case VipId vip ->
                work.add(() -> {
                    bound.clear();
                    review(holder -> true);
                });
            case VpcId vpc -> {}
            case SubnetId subnet -> {}
            case ServerId server -> {}
            case PeeringId id -> {}
            case RouteTableId id -> {}
            case RouteId id -> {}
            case EipId id -> {}
            case SecurityGroupId id -> {}
            case RuleId id -> {}
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                work.take().run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException fault) {
                LOG.log(Level.SEVERE, "a piece of evidence could not be handled", fault);
            }
        }
    }

    private void handle(Evidence evidence) {
        switch (evidence) {
            case Claim claim -> {
                for (VipAddress address : addressesOf(claim.port())) {
                    if (address.address().equals(claim.address())) {
                        apply(address, known -> known.on(claim));
                    }
                }
            }
            case Advertisement advert -> spokenFor(advert).forEach(a -> apply(a, known -> known.on(advert)));
            case Link link
            when link.up() -> {
                down.remove(link.port());
                up.put(link.port(), link.at());
            }
            case Link link -> lose(link.port(), Cause.LINK_DOWN, "link down", link.at());
            case RefusedClaim refused -> ledger.refused(refused);
        }
    }

    /** Evidence from a port whose link is down was under way when it went down: it no longer counts. */
    private List<VipAddress> addressesOf(PortId port) {
        return down.contains(port) ? List.of() : bound.computeIfAbsent(port, ledger::boundTo);
    }

    /** The addresses that an advertisement names; when it names none of ours, the only one the port may hold. */
    private List<VipAddress> spokenFor(Advertisement advert) {
        List<VipAddress> ofFamily = addressesOf(advert.port()).stream()
                .filter(a -> a.address().family() == advert.family())
                .toList();
        List<VipAddress> named = ofFamily.stream()
                .filter(a -> advert.addresses().contains(a.address()))
                .toList();
        return named.isEmpty() && ofFamily.size() == 1 ? ofFamily : named;
    }

    private void lose(PortId port, Cause cause, String words, Instant at) {
        down.add(port);
        up.remove(port);
        addressesHeldOrHeardBy(port).forEach(address -> apply(address, h -> h.lost(port, cause, words, at)));
    }

    private List<VipAddress> addressesHeldOrHeardBy(PortId port) {
        return bound.computeIfAbsent(port, ledger::boundTo);
    }

    private void review(Predicate<PortId> whose) {
        Instant now = clock.instant();
        for (VipAddress address : List.copyOf(addresses.values())) {
            knowledge
                    .get(address.key())
                    .holder()
                    .filter(whose)
                    .filter(port -> !addressesHeldOrHeardBy(port).contains(address))
                    .ifPresent(port -> {
                        boolean exists = ledger.exists(port);
                        Cause cause = exists ? Cause.UNBOUND : Cause.PORT_DELETED;
                        String words = exists ? "no longer bound, or fenced" : "port deleted";
                        apply(address, known -> known.lost(port, cause, words, now));
                    });
        }
    }

    private void apply(VipAddress address, Function<Knowledge, Step> evidence) {
        Knowledge before = knowledge.getOrDefault(address.key(), Knowledge.unheld(clock.instant()));
        Step step = evidence.apply(before);
        learn(address, step.next());
        try {
            carryOut(address, step);
            confirm(address, step);
        } finally {
            // Also when the fabric could not follow: it is so all the same.
            step.move(
                            before,
                            address.vip(),
                            address.address().family(),
                            step.next().since())
                    .ifPresent(move -> moved(move, address, step));
        }
    }

    private void carryOut(VipAddress address, Step step) {
        for (Effect effect : step.transition().effects()) {
            switch (effect) {
                case STEER ->
                    steer(address, step.next(), step.transition().effects().contains(Effect.ANNOUNCE));
                case UNSTEER -> fabric.unsteer(address.vpc(), address.subnet(), address.address());
                case CONFLICT_BEGINS, CONFLICT_ENDS ->
                    ledger.conflict(
                            address,
                            effect == Effect.CONFLICT_BEGINS,
                            step.next().heard().keySet());
                case TAKE, RELEASE, ANNOUNCE -> {} // TAKE and RELEASE are the move; ANNOUNCE is part of steering
            }
        }
    }

    private void moved(Move move, VipAddress address, Step step) {
        ledger.moved(move, address, step.next().mac());
        if (move.from().isPresent() != move.to().isPresent()) {
            ledger.unheld(address, move.to().isEmpty());
        }
    }

    /**
     * The first sign of a holder that was only known from the last run: the address may have gone away and come back while
     * nobody watched, so router and neighbours are told anew.
     */
    private void confirm(VipAddress address, Step step) {
        boolean steered = step.transition().effects().contains(Effect.STEER);
        boolean heard = step.transition().on() == Sighting.HOLDER_ADVERTISES;
        if ((steered || heard) && unconfirmed.remove(address.key()) && !steered) {
            steer(address, step.next(), true);
        }
    }

    private void learn(VipAddress address, Knowledge known) {
        addresses.put(address.key(), address);
        knowledge.put(address.key(), known);
    }

    private void steer(VipAddress address, Knowledge known, boolean announce) {
        known.holder()
                .ifPresent(port -> fabric.steer(
                        address.vpc(),
                        address.subnet(),
                        address.address(),
                        port,
                        known.mac().orElseThrow(),
                        announce));
    }
}
