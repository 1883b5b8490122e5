package dev.perch.api.ops;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import java.util.Map;

/** What the data plane knows of ports. */
public interface FabricView {

    /** The state of a port's link; {@link #word()} is the name users see. */
    enum Link {
        UP("up"),
        DOWN("down"),
        /** There is no interface: nothing is plugged in, or it is not made yet. */
        ABSENT("absent");

        private final String word;

        Link(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * One port.
     *
     * @param drops packets that the port rules dropped since the port was made, by the stable word of the reason
     */
    record PortState(Link link, Map<String, Long> drops) {
        /** A port that the data plane has not heard of. */
        public static final PortState ABSENT = new PortState(Link.ABSENT, Map.of());

        public PortState {
            drops = Map.copyOf(drops);
        }
    }

    /** Packets from outside a VPC for addresses in it that nobody held, since the VPC got its way out. */
    record NoHolderDrops(Map<VpcId, Map<IpAddress, Long>> counts) {
        public long of(VpcId vpc, IpAddress address) {
            return counts.getOrDefault(vpc, Map.of()).getOrDefault(address, 0L);
        }
    }

    /** Of all VPCs; reads the counters of each of them. */
    NoHolderDrops noHolderDrops();

    PortState port(PortId port);

    /** All ports that the data plane has; others are {@link PortState#ABSENT}. */
    Map<PortId, PortState> ports();
}
