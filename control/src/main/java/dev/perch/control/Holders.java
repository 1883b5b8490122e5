package dev.perch.control;

import dev.perch.model.Event;
import dev.perch.model.Holding;
import dev.perch.model.Move;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Server;
import dev.perch.model.VipRules;
import dev.perch.model.VirtualIp;
import dev.perch.net.MacAddress;
import dev.perch.store.Tables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who holds the virtual IPs, and how they moved. */
public final class Holders {
    private final Desk desk;

    Holders(Desk desk) {
        this.desk = desk;
    }

    /**
     * Records a move and appends the event {@code vip.moved}. A move whose epoch is not greater than the recorded one, or of a
     * virtual IP that is gone, is ignored.
     *
     * @param mac where frames for it go now; empty when nobody holds it
     * @return whether it was recorded
     */
    public boolean record(Move move, Optional<MacAddress> mac) {
        return desk.store().write(write -> {
            Tables tables = write.tables();
            Optional<VirtualIp> vip = tables.vips().get(move.vip());
            long epoch = tables.holders()
                    .get(move.vip(), move.family())
                    .map(Holding::epoch)
                    .orElse(0L);
            if (vip.isEmpty() || move.epoch() <= epoch) {
                return false;
            }
            tables.holders().insert(move);
            tables.holders()
                    .put(new Holding(
                            move.vip(), move.family(), move.to(), mac, move.epoch(), move.at(), move.evidence()));
            write.append(sequence -> event(tables, sequence, vip.get(), move));
            return true;
        });
    }

    /** Everything that is recorded, for the start. Virtual IPs that never moved are absent. */
    public List<Holding> all() {
        return desk.read(tables -> tables.holders().all());
    }

    public List<Holding> of(VipId vip) {
        return desk.read(tables -> tables.holders().of(vip));
    }

    /** The last moves, newest first. */
    public List<Move> moves(VipId vip, int limit) {
        return desk.read(tables -> tables.holders().moves(vip, limit));
    }

    private static Event event(Tables tables, long sequence, VirtualIp vip, Move move) {
        String address = vip.address(move.family()).map(Object::toString).orElse("");
        String message = "virtual IP '" + VipRules.label(vip) + "' (" + address + ") moved from "
                + label(tables, move.from()) + " to " + label(tables, move.to()) + ": " + move.evidence();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("family", move.family().name().toLowerCase(Locale.ROOT));
        data.put("address", address);
        data.put("epoch", move.epoch());
        data.put("from", move.from());
        data.put("from_server", server(tables, move.from()));
        data.put("to", move.to());
        data.put("to_server", server(tables, move.to()));
        data.put("cause", move.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        data.put("evidence", move.evidence());
        return new Event(sequence, move.at(), "vip.moved", "vip", vip.id().toString(), message, Json.of(data));
    }

    private static String label(Tables tables, Optional<PortId> port) {
        return port.isEmpty()
                ? "nobody"
                : server(tables, port).map(name -> "'" + name + "'").orElseGet(() -> "port " + port.get());
    }

    private static Optional<String> server(Tables tables, Optional<PortId> port) {
        return port.flatMap(id -> tables.ports().get(id))
                .flatMap(found -> found.server())
                .flatMap(id -> tables.servers().get(id))
                .map(Server::meta)
                .map(meta -> meta.name());
    }
}
