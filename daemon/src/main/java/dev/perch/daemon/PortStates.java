package dev.perch.daemon;

import dev.perch.api.ops.FabricView;
import dev.perch.fabric.Fabric;
import dev.perch.model.ObjectId.PortId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The fabric's links and drop counters as the operator API shows them. */
record PortStates(Fabric fabric) implements FabricView {

    @Override
    public NoHolderDrops noHolderDrops() {
        return new NoHolderDrops(fabric.noHolderDrops());
    }

    @Override
    public PortState port(PortId port) {
        return ports().getOrDefault(port, PortState.ABSENT);
    }

    @Override
    public Map<PortId, PortState> ports() {
        Map<PortId, Map<String, Long>> drops = new HashMap<>();
        fabric.drops().forEach((port, counts) -> {
            Map<String, Long> byWord = new TreeMap<>();
            counts.forEach((reason, count) -> byWord.put(reason.word(), count));
            drops.put(port, byWord);
        });
        Map<PortId, PortState> states = new HashMap<>();
        fabric.links()
                .forEach((port, up) -> states.put(
                        port,
                        new PortState(up ? Link.UP : Link.DOWN, drops.getOrDefault(port, Collections.emptyMap()))));
        return states;
    }
}
