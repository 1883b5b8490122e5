package dev.perch.model;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import java.time.Duration;
import java.time.Instant;

/**
 * The two addresses of one virtual IP in the hands of different ports.
 *
 * @param ipv4  who holds the IPv4 address
 * @param ipv6  who holds the IPv6 address
 * @param since when the later of the two moves that made it so was seen
 */
public record FamilySplit(VipId vip, PortId ipv4, PortId ipv6, Instant since) {

    /**
     * How long it may last before it is an alarm. Keepalived runs an instance for each family; without a sync group each
     * takes over by its own clock, up to one advertisement interval (1 s by default) and the skew (up to 1 s more) apart. A second of
     * room on top of that.
     */
    public static final Duration GRACE = Duration.ofSeconds(3);

    /** Whether it is more than a move that is under way. */
    public boolean lasts(Instant now) {
        return !now.isBefore(since.plus(GRACE));
    }
}
