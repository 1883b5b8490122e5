package dev.perch.fabric.holder;

import dev.perch.fabric.Evidence;
import dev.perch.fabric.Evidence.Advertisement;
import dev.perch.fabric.Evidence.Claim;
import dev.perch.model.Move;
import dev.perch.model.Move.Cause;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.net.Family;
import dev.perch.net.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about one address of a virtual IP: who holds it, and who was heard when. A value; evidence makes the next one.
 *
 * @param holder empty when UNHELD
 * @param mac    where frames for the address go; empty when UNHELD
 * @param epoch  how many moves there were
 * @param since  when the present holder took it, or lost it
 * @param heard  when each port last said that it is Active, and how long its silence takes to mean that it is not
 */
public record Knowledge(
        State state,
        Optional<PortId> holder,
        Optional<MacAddress> mac,
        long epoch,
        Instant since,
        String evidence,
        Map<PortId, Heard> heard) {

    /**
     * How long an Active router that was never heard to advertise counts as alive: the active-down interval of VRRP's default
     * advertisement interval of 1 s with the longest skew, 3 × 1 s + 1 s (RFC 9568 section 6.1).
     */
    static final Duration UNKNOWN_ACTIVE_DOWN = Duration.ofSeconds(4);

    /**
     * The last sign of life.
     *
     * @param activeDown how long after it the port counts as silent
     */
    public record Heard(Instant at, Duration activeDown) {
        boolean aliveAt(Instant now) {
            return now.isBefore(at.plus(activeDown));
        }
    }

    /**
     * What follows from a piece of evidence.
     *
     * @param next       the new knowledge
     * @param transition the row that was taken
     * @param cause      why, should the transition be a move
     */
    public record Step(Knowledge next, Transition transition, Cause cause) {

        /** The move that the step is, when it is one; {@code before} is what it started from. */
        public Optional<Move> move(Knowledge before, VipId vip, Family family, Instant at) {
            return transition.effects().contains(Effect.TAKE)
                            || transition.effects().contains(Effect.RELEASE)
                    ? Optional.of(
                            new Move(vip, family, next.epoch, before.holder, next.holder, cause, next.evidence, at))
                    : Optional.empty();
        }
    }

    public Knowledge {
        heard = Map.copyOf(heard);
    }

    /** Nobody has ever held it. */
    public static Knowledge unheld(Instant now) {
        return new Knowledge(State.UNHELD, Optional.empty(), Optional.empty(), 0, now, "", Map.of());
    }

    /** What a log of moves says, after a restart at {@code now}: the holder gets the benefit of the doubt for a while. */
    public static Knowledge resumed(
            Optional<PortId> holder,
            Optional<MacAddress> mac,
            long epoch,
            Instant since,
            String evidence,
            Instant now) {
        return new Knowledge(
                holder.isPresent() ? State.HELD : State.UNHELD,
                holder,
                mac,
                epoch,
                since,
                evidence,
                holder.map(port -> Map.of(port, new Heard(now, UNKNOWN_ACTIVE_DOWN)))
                        .orElse(Map.of()));
    }

    /** A bound port claims the address. */
    public Step on(Claim claim) {
        Sighting sighting = isHolder(claim.port()) ? Sighting.HOLDER_CLAIMS : Sighting.OTHER_CLAIMS;
        String words = claim.kind().words() + " of " + claim.address() + " from " + claim.mac();
        return step(sighting, claim, claim.mac(), Cause.CLAIM, words, hear(claim, heardBefore(claim.port())));
    }

    /** A bound port advertises itself as Active (or resigns) for the address. */
    public Step on(Advertisement advert) {
        String words = "VRRPv" + advert.version() + " advertisement, VRID " + advert.vrid() + ", priority "
                + advert.priority() + " from " + advert.mac();
        if (advert.priority() == 0) {
            Sighting sighting = isHolder(advert.port()) ? Sighting.HOLDER_RESIGNS : Sighting.OTHER_RESIGNS;
            return step(sighting, advert, advert.mac(), Cause.RESIGNED, words, forget(advert.port()));
        }
        return step(
                sighting(advert), advert, advert.mac(), Cause.ADVERTISEMENT, words, hear(advert, activeDown(advert)));
    }

    /** A port can no longer answer for the address. */
    public Step lost(PortId port, Cause cause, String words, Instant at) {
        Sighting sighting = isHolder(port) ? Sighting.HOLDER_LOST : Sighting.OTHER_LOST;
        return step(sighting, new Evidence.Link(port, false, at), null, cause, words, forget(port));
    }

    private Sighting sighting(Advertisement advert) {
        if (isHolder(advert.port())) {
            Instant last =
                    heard.containsKey(advert.port()) ? heard.get(advert.port()).at() : since;
            boolean against = heard.entrySet().stream()
                    .anyMatch(e -> !e.getKey().equals(advert.port())
                            && e.getValue().at().isAfter(last)
                            && e.getValue().aliveAt(advert.at()));
            boolean stillContested = state == State.CONTESTED
                    && heard.entrySet().stream()
                            .anyMatch(e -> !e.getKey().equals(advert.port())
                                    && e.getValue().aliveAt(advert.at()));
            return against || stillContested ? Sighting.HOLDER_ADVERTISES_AGAINST_OTHER : Sighting.HOLDER_ADVERTISES;
        }
        boolean holderAlive =
                holder.map(heard::get).filter(h -> h.aliveAt(advert.at())).isPresent();
        return holderAlive ? Sighting.OTHER_ADVERTISES : Sighting.OTHER_ADVERTISES_ALONE;
    }

    private Step step(
            Sighting sighting,
            Evidence evidence,
            MacAddress from,
            Cause cause,
            String words,
            Map<PortId, Heard> nowHeard) {
        Transition row = Transition.of(state, sighting);
        List<Effect> effects = row.effects();
        Knowledge next;
        if (effects.contains(Effect.TAKE)) {
            next = new Knowledge(
                    row.to(),
                    Optional.of(evidence.port()),
                    Optional.of(from),
                    epoch + 1,
                    evidence.at(),
                    words,
                    nowHeard);
        } else if (effects.contains(Effect.RELEASE)) {
            next = new Knowledge(
                    row.to(), Optional.empty(), Optional.empty(), epoch + 1, evidence.at(), words, nowHeard);
        } else {
            Optional<MacAddress> where = isHolder(evidence.port()) && from != null ? Optional.of(from) : mac;
            next = new Knowledge(row.to(), holder, where, epoch, since, this.evidence, nowHeard);
        }
        return new Step(next, row, cause);
    }

    private boolean isHolder(PortId port) {
        return holder.filter(port::equals).isPresent();
    }

    private Duration heardBefore(PortId port) {
        return heard.containsKey(port) ? heard.get(port).activeDown() : UNKNOWN_ACTIVE_DOWN;
    }

    /** 3 × the interval + the skew, at its longest: one interval in v3, one second in v2 (RFC 9568 6.1, RFC 3768 6.1). */
    private static Duration activeDown(Advertisement advert) {
        Duration skew = advert.version() == 3 ? advert.interval() : Duration.ofSeconds(1);
        return advert.interval().multipliedBy(3).plus(skew);
    }

    private Map<PortId, Heard> hear(Evidence evidence, Duration activeDown) {
        Map<PortId, Heard> now = new HashMap<>(heard);
        now.put(evidence.port(), new Heard(evidence.at(), activeDown));
        return now;
    }

    private Map<PortId, Heard> forget(PortId port) {
        Map<PortId, Heard> now = new HashMap<>(heard);
        now.remove(port);
        return now;
    }
}
