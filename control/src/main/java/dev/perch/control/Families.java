package dev.perch.control;

import dev.perch.model.Event;
import dev.perch.model.FamilySplit;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Server;
import dev.perch.model.VipRules;
import dev.perch.model.VirtualIp;
import dev.perch.store.Tables;
import dev.perch.store.Write;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The alarm about virtual IPs whose two addresses are held by different ports. It is raised and lifted by what is recorded,
 * whichever moves led there, and is kept in the store, so that a restart neither repeats nor forgets it.
 */
public final class Families {
    private final Desk desk;

    Families(Desk desk) {
        this.desk = desk;
    }

    /** Raises and lifts alarms as things are at {@code now}. Without a difference only reads. */
    public void review(Instant now) {
        if (desk.read(
                tables -> !raising(tables, now).isEmpty() || !lifting(tables).isEmpty())) {
            desk.store().write(write -> {
                raising(write.tables(), now).forEach(split -> raise(write, split, now));
                lifting(write.tables()).forEach(vip -> lift(write, vip, now));
                return null;
            });
        }
    }

    private static List<FamilySplit> raising(Tables tables, Instant now) {
        Set<VipId> raised = tables.holders().alarmed();
        return tables.holders().splits().stream()
                .filter(split -> split.lasts(now) && !raised.contains(split.vip()))
                .toList();
    }

    private static List<VipId> lifting(Tables tables) {
        Set<VipId> split =
                tables.holders().splits().stream().map(FamilySplit::vip).collect(Collectors.toSet());
        return tables.holders().alarmed().stream()
                .filter(vip -> !split.contains(vip))
                .toList();
    }

    private static void raise(Write write, FamilySplit split, Instant now) {
        Tables tables = write.tables();
        VirtualIp vip = tables.vips().get(split.vip()).orElseThrow();
        tables.holders().alarm(split.vip());
        String ipv4 = server(tables, split.ipv4());
        String ipv6 = server(tables, split.ipv6());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("ipv4", split.ipv4());
        data.put("ipv4_server", ipv4);
        data.put("ipv6", split.ipv6());
        data.put("ipv6_server", ipv6);
        data.put("since", split.since());
        String message = "the addresses of virtual IP '" + VipRules.label(vip) + "' are apart: IPv4 is held by '" + ipv4
                + "', IPv6 by '" + ipv6 + "'";
        append(write, split.vip(), "vip.split-families", message, data, now);
    }

    private static void lift(Write write, VipId id, Instant now) {
        VirtualIp vip = write.tables().vips().get(id).orElseThrow();
        write.tables().holders().calm(id);
        String message =
                "the addresses of virtual IP '" + VipRules.label(vip) + "' are no longer held by different ports";
        append(write, id, "vip.rejoined-families", message, Map.of(), now);
    }

    private static void append(Write write, VipId vip, String type, String message, Map<String, ?> data, Instant now) {
        write.append(sequence -> new Event(sequence, now, type, "vip", vip.toString(), message, Json.of(data)));
    }

    /** The name of the server that a port belongs to; the port itself when there is none. */
    private static String server(Tables tables, PortId id) {
        return tables.ports()
                .get(id)
                .flatMap(port -> port.server())
                .flatMap(server -> tables.servers().get(server))
                .map(Server::meta)
                .map(meta -> meta.name())
                .orElseGet(id::toString);
    }
}
