package dev.perch.daemon;

import dev.perch.fabric.Evidence.RefusedClaim;
import dev.perch.model.ObjectId.PortId;
import dev.perch.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which refused claims become events: the first of a port for an address, and then one a minute for as long as it goes on. A
 * server that keeps on with Keepalived after it was unbound claims each second, or oftener.
 */
final class RefusedClaims {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Map<Claim, Told> told = new HashMap<>();

    private record Claim(PortId port, IpAddress address) {}

    /** @param unsaid how many were seen since */
    private record Told(Instant at, int unsaid) {}

    /** How many claims an event of this one stands for; empty when it is not to be told. */
    synchronized OptionalInt told(RefusedClaim refused) {
        Claim claim = new Claim(refused.port(), refused.address());
        Told last = told.get(claim);
        if (last != null && refused.at().isBefore(last.at().plus(PAUSE))) {
            told.put(claim, new Told(last.at(), last.unsaid() + 1));
            return OptionalInt.empty();
        }
        told.values().removeIf(old -> old.at().plus(PAUSE).isBefore(refused.at()));
        told.put(claim, new Told(refused.at(), 0));
        return OptionalInt.of(last == null ? 1 : last.unsaid() + 1);
    }
}
