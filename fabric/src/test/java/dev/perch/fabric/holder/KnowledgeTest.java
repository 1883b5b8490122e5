package dev.perch.fabric.holder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Evidence.Advertisement;
import dev.perch.fabric.Evidence.Claim;
import dev.perch.fabric.holder.Knowledge.Step;
import dev.perch.model.Move.Cause;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.net.ClaimKind;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Stories of two routers, Left and Right, that share an address; a second of story time is an advertisement interval. */
class KnowledgeTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PortId LEFT = new PortId(new UUID(0, 1));
    private static final PortId RIGHT = new PortId(new UUID(0, 2));
    private static final IpAddress VIP = IpAddress.of("10.0.0.100");

    private Knowledge known = Knowledge.unheld(START);
    private final Set<Transition> taken = new LinkedHashSet<>();

    @Test
    void aClaimTakesAFreeAddress() {
        Step step = claims(LEFT, 0);

        assertThat(known.holder()).contains(LEFT);
        assertThat(known.epoch()).isEqualTo(1);
        assertThat(step.transition().effects()).containsExactly(Effect.TAKE, Effect.STEER);
        assertThat(step.cause()).isEqualTo(Cause.CLAIM);
    }

    @Test
    void theLastClaimWins() {
        claims(LEFT, 0);
        claims(RIGHT, 0.4);
        claims(LEFT, 0.8);

        assertThat(known.holder()).contains(LEFT);
        assertThat(known.epoch()).isEqualTo(3);
    }

    @Test
    void aPreemptionIsNotAConflict() {
        claims(LEFT, 0);
        advertises(LEFT, 1, 100);
        assertThat(advertises(RIGHT, 1.5, 200).transition().on()).isEqualTo(Sighting.OTHER_ADVERTISES);
        claims(RIGHT, 1.501);
        advertises(RIGHT, 2.5, 200);

        assertThat(known.state()).isEqualTo(State.HELD);
        assertThat(known.holder()).contains(RIGHT);
    }

    @Test
    void losingTheLinkReleasesTheAddressAndTheNextAdvertisementTakesItWithAnAnnouncement() {
        claims(LEFT, 0);
        Step lost = lost(LEFT, 1);
        assertThat(lost.move(Knowledge.unheld(START), new VipId(new UUID(0, 9)), Family.IPV4, START))
                .hasValueSatisfying(move -> assertThat(move.cause()).isEqualTo(Cause.LINK_DOWN));
        Step taken = advertises(RIGHT, 4.6, 90);

        assertThat(taken.transition().effects()).containsExactly(Effect.TAKE, Effect.STEER, Effect.ANNOUNCE);
        assertThat(known.holder()).contains(RIGHT);
        assertThat(known.epoch()).isEqualTo(3);
    }

    @Test
    void aResumedRouterThatOnlyAdvertisesGetsTheAddressBackOnceTheOtherIsSilent() {
        claims(LEFT, 0);
        claims(RIGHT, 3.6); // Left is paused
        advertises(RIGHT, 3.6, 90);
        // Left resumes: Right hears the higher priority and goes to Backup; Left never left Active, so it claims
        // nothing
        assertThat(advertises(LEFT, 4, 100).transition().on()).isEqualTo(Sighting.OTHER_ADVERTISES);
        advertises(LEFT, 5, 100);
        advertises(LEFT, 6, 100);
        assertThat(known.holder()).contains(RIGHT);
        Step back = advertises(LEFT, 8, 100);

        assertThat(back.transition().effects()).contains(Effect.ANNOUNCE);
        assertThat(known.holder()).contains(LEFT);
    }

    @Test
    void aSplitIsAConflictUntilOneSideIsSilent() {
        claims(LEFT, 0);
        advertises(LEFT, 1, 100);
        claims(RIGHT, 1.2);
        advertises(RIGHT, 1.2, 90);
        advertises(LEFT, 2, 100);
        Step conflict = advertises(RIGHT, 2.2, 90);
        assertThat(conflict.transition().effects()).containsExactly(Effect.CONFLICT_BEGINS);
        assertThat(known.state()).isEqualTo(State.CONTESTED);

        advertises(RIGHT, 3.2, 90);
        advertises(RIGHT, 4.2, 90);
        advertises(RIGHT, 5.2, 90);
        Step healed = advertises(RIGHT, 6.2, 90);
        assertThat(healed.transition().effects()).containsExactly(Effect.STEER, Effect.ANNOUNCE, Effect.CONFLICT_ENDS);
        assertThat(known.holder()).contains(RIGHT);
    }

    @Test
    void afterARestartTheHolderIsTrustedForAWhile() {
        known = Knowledge.resumed(Optional.of(LEFT), Optional.of(mac(LEFT)), 7, START, "before", START);
        assertThat(advertises(RIGHT, 1, 90).transition().on()).isEqualTo(Sighting.OTHER_ADVERTISES);
        advertises(RIGHT, 4.1, 90);

        assertThat(known.holder()).contains(RIGHT);
        assertThat(known.epoch()).isEqualTo(8);
    }

    @Test
    void aResignationLeavesNobody() {
        claims(LEFT, 0);
        advertises(LEFT, 1, 0);

        assertThat(known.state()).isEqualTo(State.UNHELD);
        assertThat(known.mac()).isEmpty();
    }

    /** Random evidence, seeded: keeps the invariants and takes every row of the table at least once. */
    @Test
    void everyTransitionIsTakenAndTheInvariantsHold() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            known = Knowledge.unheld(START);
            double now = 0;
            for (int i = 0; i < 60; i++) {
                Knowledge before = known;
                now += random.nextDouble() * 2;
                PortId port = random.nextBoolean() ? LEFT : RIGHT;
                switch (random.nextInt(6)) {
                    case 0 -> claims(port, now);
                    case 1 -> advertises(port, now, 0);
                    case 2 -> lost(port, now);
                    default -> advertises(port, now, 100);
                }
                assertThat(known.holder().isPresent()).isEqualTo(known.state() != State.UNHELD);
                assertThat(known.mac().isPresent()).isEqualTo(known.holder().isPresent());
                boolean moved = !known.holder().equals(before.holder());
                assertThat(known.epoch()).as("seed %s", seed).isEqualTo(before.epoch() + (moved ? 1 : 0));
            }
        }
        assertThat(Transition.TABLE).allSatisfy(row -> assertThat(taken).contains(row));
    }

    @Test
    void theTableHasOneRowForEachStateAndSighting() {
        Set<Sighting> impossibleUnheld = EnumSet.of(
                Sighting.HOLDER_CLAIMS,
                Sighting.HOLDER_ADVERTISES,
                Sighting.HOLDER_ADVERTISES_AGAINST_OTHER,
                Sighting.HOLDER_RESIGNS,
                Sighting.HOLDER_LOST,
                Sighting.OTHER_ADVERTISES);
        for (State state : State.values()) {
            for (Sighting sighting : Sighting.values()) {
                long rows = Transition.TABLE.stream()
                        .filter(row -> row.from() == state && row.on() == sighting)
                        .count();
                assertThat(rows)
                        .as("%s on %s", state, sighting)
                        .isEqualTo(state == State.UNHELD && impossibleUnheld.contains(sighting) ? 0 : 1);
            }
        }
    }

    @Test
    void theDocumentedDiagramIsTheTable() throws Exception {
        Path page = Path.of("..", "docs", "holder.md");
        String wanted = page(Transition.diagram());
        if ("write".equals(System.getProperty("perch.golden"))) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, wanted);
        }
        assertThat(Files.readString(page)).isEqualTo(wanted);
    }

    private static String page(String diagram) {
        StringBuilder words = new StringBuilder();
        for (Sighting sighting : Sighting.values()) {
            words.append("| `")
                    .append(sighting)
                    .append("` | ")
                    .append(sighting.words())
                    .append(" |\n");
        }
        return """
                # Who holds a virtual IP

                Generated from the transition table in `fabric/holder/Transition.java` (`make golden`).

                ```mermaid
                %s```

                | sighting | means |
                |---|---|
                %s""".formatted(diagram, words);
    }

    private Step claims(PortId port, double second) {
        return take(known.on(new Claim(port, VIP, mac(port), ClaimKind.GRATUITOUS_ARP, at(second))));
    }

    private Step advertises(PortId port, double second, int priority) {
        return take(known.on(new Advertisement(
                port, Family.IPV4, 2, 51, priority, Duration.ofSeconds(1), List.of(VIP), mac(port), at(second))));
    }

    private Step lost(PortId port, double second) {
        return take(known.lost(port, Cause.LINK_DOWN, "link down", at(second)));
    }

    private Step take(Step step) {
        taken.add(step.transition());
        known = step.next();
        return step;
    }

    private static MacAddress mac(PortId port) {
        return new MacAddress(0xfa163e000000L | port.value().getLeastSignificantBits());
    }

    private static Instant at(double second) {
        return START.plusNanos((long) (second * 1e9));
    }
}
