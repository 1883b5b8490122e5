package dev.perch.fabric;

import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.net.ClaimKind;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Something a fabric saw. The port is where a packet came in, whatever MAC it carries. */
public sealed interface Evidence {

    PortId port();

    Instant at();

    /**
     * A packet by which a port says that it has a VIP's address. Only those that the port rules let through.
     *
     * @param address the VIP
     * @param mac     where frames for it should go
     */
    record Claim(PortId port, IpAddress address, MacAddress mac, ClaimKind kind, Instant at) implements Evidence {}

    /**
     * A VRRP advertisement with TTL 255 and a good checksum.
     *
     * @param version   2 or 3
     * @param priority  0 (resigns) to 255
     * @param interval  between advertisements
     * @param addresses what it names; may leave out VIPs
     * @param mac       the frame's source
     */
    record Advertisement(
            PortId port,
            Family family,
            int version,
            int vrid,
            int priority,
            Duration interval,
            List<IpAddress> addresses,
            MacAddress mac,
            Instant at)
            implements Evidence {
        public Advertisement {
            addresses = List.copyOf(addresses);
        }
    }

    /** The port's link lost or got its carrier. */
    record Link(PortId port, boolean up, Instant at) implements Evidence {}

    /**
     * A claim that the port rules dropped. Sampled: the drop counters count every one.
     *
     * @param address what it wanted to claim
     * @param packet  in words
     */
    record RefusedClaim(PortId port, IpAddress address, String packet, Instant at) implements Evidence {}

    /** Receives what a fabric sees, on the fabric's own thread; must not block. */
    interface Watcher {
        void seen(Evidence evidence);

        /** Somebody else changed or removed what we made for this object. */
        void disturbed(ObjectId object, String what);
    }
}
