package dev.perch.fabric.holder;

import static dev.perch.fabric.holder.Effect.ANNOUNCE;
import static dev.perch.fabric.holder.Effect.CONFLICT_BEGINS;
import static dev.perch.fabric.holder.Effect.CONFLICT_ENDS;
import static dev.perch.fabric.holder.Effect.RELEASE;
import static dev.perch.fabric.holder.Effect.STEER;
import static dev.perch.fabric.holder.Effect.TAKE;
import static dev.perch.fabric.holder.Effect.UNSTEER;
import static dev.perch.fabric.holder.Sighting.HOLDER_ADVERTISES;
import static dev.perch.fabric.holder.Sighting.HOLDER_ADVERTISES_AGAINST_OTHER;
import static dev.perch.fabric.holder.Sighting.HOLDER_CLAIMS;
import static dev.perch.fabric.holder.Sighting.HOLDER_LOST;
import static dev.perch.fabric.holder.Sighting.HOLDER_RESIGNS;
import static dev.perch.fabric.holder.Sighting.OTHER_ADVERTISES;
import static dev.perch.fabric.holder.Sighting.OTHER_ADVERTISES_ALONE;
import static dev.perch.fabric.holder.Sighting.OTHER_CLAIMS;
import static dev.perch.fabric.holder.Sighting.OTHER_LOST;
import static dev.perch.fabric.holder.Sighting.OTHER_RESIGNS;
import static dev.perch.fabric.holder.State.CONTESTED;
import static dev.perch.fabric.holder.State.HELD;
import static dev.perch.fabric.holder.State.UNHELD;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One row of the holder table. The policy is last-claim: who claimed last holds the address. Whoever is silent while another
 * advertises loses it too, so that an Active router that never left that state (and so does not announce itself again) gets
 * the address back after a split or a pause.
 *
 * @param effects in the order in which they are carried out
 */
public record Transition(State from, Sighting on, State to, List<Effect> effects) {

    /** Every transition. A pair of state and sighting that is not here cannot happen: without a holder nobody is one. */
    public static final List<Transition> TABLE = List.of(
            row(UNHELD, OTHER_CLAIMS, HELD, TAKE, STEER),
            row(UNHELD, OTHER_ADVERTISES_ALONE, HELD, TAKE, STEER, ANNOUNCE),
            row(UNHELD, OTHER_RESIGNS, UNHELD),
            row(UNHELD, OTHER_LOST, UNHELD),
            row(HELD, HOLDER_CLAIMS, HELD, STEER),
            row(HELD, OTHER_CLAIMS, HELD, TAKE, STEER),
            row(HELD, HOLDER_ADVERTISES, HELD),
            row(HELD, HOLDER_ADVERTISES_AGAINST_OTHER, CONTESTED, CONFLICT_BEGINS),
            row(HELD, OTHER_ADVERTISES, HELD),
            row(HELD, OTHER_ADVERTISES_ALONE, HELD, TAKE, STEER, ANNOUNCE),
            row(HELD, HOLDER_RESIGNS, UNHELD, RELEASE, UNSTEER),
            row(HELD, OTHER_RESIGNS, HELD),
            row(HELD, HOLDER_LOST, UNHELD, RELEASE, UNSTEER),
            row(HELD, OTHER_LOST, HELD),
            row(CONTESTED, HOLDER_CLAIMS, CONTESTED, STEER),
            row(CONTESTED, OTHER_CLAIMS, CONTESTED, TAKE, STEER),
            row(CONTESTED, HOLDER_ADVERTISES, HELD, STEER, ANNOUNCE, CONFLICT_ENDS),
            row(CONTESTED, HOLDER_ADVERTISES_AGAINST_OTHER, CONTESTED),
            row(CONTESTED, OTHER_ADVERTISES, CONTESTED),
            row(CONTESTED, OTHER_ADVERTISES_ALONE, HELD, TAKE, STEER, ANNOUNCE, CONFLICT_ENDS),
            row(CONTESTED, HOLDER_RESIGNS, UNHELD, RELEASE, UNSTEER, CONFLICT_ENDS),
            row(CONTESTED, OTHER_RESIGNS, HELD, STEER, ANNOUNCE, CONFLICT_ENDS),
            row(CONTESTED, HOLDER_LOST, UNHELD, RELEASE, UNSTEER, CONFLICT_ENDS),
            row(CONTESTED, OTHER_LOST, HELD, STEER, ANNOUNCE, CONFLICT_ENDS));

    public Transition {
        effects = List.copyOf(effects);
    }

    private static Transition row(State from, Sighting on, State to, Effect... effects) {
        return new Transition(from, on, to, List.of(effects));
    }

    /** The row for a state and a sighting. */
    public static Transition of(State from, Sighting on) {
        return TABLE.stream()
                .filter(row -> row.from == from && row.on == on)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no transition from " + from + " on " + on));
    }

    /** The table as a Mermaid state diagram. */
    public static String diagram() {
        return TABLE.stream()
                .map(row -> "    " + row.from + " --> " + row.to + " : " + row.on
                        + (row.effects.isEmpty()
                                ? ""
                                : " / " + row.effects.stream().map(Effect::name).collect(Collectors.joining(", "))))
                .collect(Collectors.joining("\n", "stateDiagram-v2\n    [*] --> UNHELD\n", "\n"));
    }
}
