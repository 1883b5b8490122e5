package dev.perch.api.ops;

import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.PortView;
import dev.perch.model.Move;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the ports of moves the names of their servers; each port is looked up once. */
final class MoveShapes {
    private final Control control;
    private final Caller caller;
    private final Map<PortId, MoveShape.Side> known = new HashMap<>();

    MoveShapes(Control control, Caller caller) {
        this.control = control;
        this.caller = caller;
    }

    List<MoveShape> of(List<Move> moves) {
        return moves.stream().map(this::of).toList();
    }

    private MoveShape of(Move move) {
        return new MoveShape(
                move.epoch(),
                Shapes.family(move.family()),
                side(move.from()),
                side(move.to()),
                Shapes.word(move.cause()),
                move.evidence(),
                Shapes.time(move.at()));
    }

    private MoveShape.Side side(Optional<PortId> port) {
        return port.map(id -> known.computeIfAbsent(id, this::lookUp)).orElse(null);
    }

    private MoveShape.Side lookUp(PortId id) {
        String server = switch (control.ports().get(caller, id)) {
            case Outcome.Done<PortView>(PortView view) ->
                view.server().map(s -> s.meta().name()).orElse(null);
            case Outcome.Refused<PortView> gone -> null;
        };
        return new MoveShape.Side(id.toString(), server);
    }
}
