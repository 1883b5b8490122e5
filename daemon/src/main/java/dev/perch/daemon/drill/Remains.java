package dev.perch.daemon.drill;

import dev.perch.api.ops.DrillRunner.Mode;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Snapshots.EipFacts;
import dev.perch.control.Snapshots.PortFacts;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.model.Meta;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Port;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What a drill of a daemon that was killed leaves behind, found again by the attributes of its ports and EIPs. */
record Remains(Control control, Namespaces namespaces, String prefix) {
    private static final String BROKEN = "perch.drill.broken";

    /** A server that a drill has made fail, or is about to. */
    record Broken(Mode mode, ServerId server, VipId vip) {}

    /** Writes down whom the drill makes fail, so that it can be put back after a kill. */
    static void note(Plug.OfPort home, Broken broken) {
        home.note(BROKEN, broken.mode() + " " + broken.server() + " " + broken.vip());
    }

    /** Removes the vantage points, once {@code recover} has put back what their drill broke. */
    void sweep(Consumer<Broken> recover) {
        control.snapshots().everything().ports().stream()
                .map(PortFacts::port)
                .filter(port -> isOurs(port.meta()))
                .forEach(port -> {
                    broken(port).ifPresent(recover);
                    control.ports().delete(caller(port.meta()), port.id());
                });
        control.snapshots().eips().stream()
                .map(EipFacts::eip)
                .filter(eip -> isOurs(eip.meta()))
                .forEach(eip -> control.eips().delete(caller(eip.meta()), eip.id()));
        namespaces.list(prefix).forEach(namespaces::delete);
    }

    private static boolean isOurs(Meta meta) {
        return meta.attributes().containsKey(Plug.ATTRIBUTE);
    }

    private static Caller caller(Meta meta) {
        return new Caller(meta.project(), "drill");
    }

    private static Optional<Broken> broken(Port port) {
        return Optional.ofNullable(port.meta().attributes().get(BROKEN)).map(note -> {
            String[] parts = note.split(" ");
            return new Broken(
                    Mode.valueOf(parts[0]),
                    new ServerId(UUID.fromString(parts[1])),
                    new VipId(UUID.fromString(parts[2])));
        });
    }
}
