package dev.perch.fabric.linux;

import dev.perch.fabric.Evidence;
import dev.perch.model.ObjectId.PortId;
import dev.perch.net.Bytes;
import dev.perch.net.Claim;
import dev.perch.net.Frame;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPacket;
import dev.perch.net.Parsed;
import dev.perch.net.Vrrp;
import java.time.Instant;
import java.util.Optional;

/** Reads evidence out of logged frames. Pure; a frame that says nothing gives nothing. */
final class Testimony {
    private Testimony() {}

    /** What a frame that the port rules let pass says about who holds an address. */
    static Optional<Evidence> of(PortId port, Bytes bytes, Instant at) {
        return Frame.parse(bytes).toOptional().flatMap(frame -> {
            if (frame.vrrp() instanceof Parsed.Ok<Vrrp>(Vrrp vrrp)) {
                return Optional.of(new Evidence.Advertisement(
                        port,
                        vrrp.family(),
                        vrrp.version(),
                        vrrp.vrid(),
                        vrrp.priority(),
                        vrrp.interval(),
                        vrrp.addresses(),
                        frame.source(),
                        at));
            }
            return Claim.of(frame)
                    .map(claim -> new Evidence.Claim(port, claim.address(), claim.mac(), claim.kind(), at));
        });
    }

    /** What a frame that the port rules dropped would have claimed. */
    static Optional<Evidence> refused(PortId port, Bytes bytes, Instant at) {
        return Frame.parse(bytes).toOptional().flatMap(frame -> {
            Optional<Claim> claim = Claim.of(frame);
            if (claim.isPresent()) {
                return Optional.of(new Evidence.RefusedClaim(
                        port, claim.get().address(), claim.get().kind().words(), at));
            }
            if (frame.payload() instanceof IpPacket packet) {
                boolean vrrp = frame.vrrp() instanceof Parsed.Ok<Vrrp>;
                return Optional.of(new Evidence.RefusedClaim(
                        port, address(frame, packet), vrrp ? "VRRP advertisement" : "neighbour discovery", at));
            }
            return Optional.empty();
        });
    }

    private static IpAddress address(Frame frame, IpPacket packet) {
        return frame.vrrp()
                .toOptional()
                .flatMap(vrrp -> vrrp.addresses().stream().findFirst())
                .orElse(packet.source());
    }
}
