package dev.perch.control;

import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Outcome;
import dev.perch.model.Port.AddressPair;
import dev.perch.model.Port.HostNamespace;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ports. */
public final class Ports {

    /**
     * A port to make.
     *
     * @param checked whether source and destination addresses are checked; {@code false} adds the pair 1.1.1.1/0
     */
    public record Create(
            SubnetId subnet,
            String name,
            String description,
            AddressChoice ipv4,
            AddressChoice ipv6,
            boolean checked,
            List<AddressPair> pairs,
            Optional<HostNamespace> attachment,
            Map<String, String> attributes) {}

    /**
     * What to change; empty fields stay, attributes are merged in.
     *
     * @param checked {@code true} removes the pairs of length 0, {@code false} adds 1.1.1.1/0 when there is none
     * @param pairs   replaces all pairs; applied before {@code checked}
     */
    public record Update(
            Optional<String> name,
            Optional<String> description,
            Optional<Boolean> checked,
            Optional<List<AddressPair>> pairs,
            Map<String, String> attributes) {}

    /** Which ports are wanted: those that meet every criterion given. */
    public record Filter(
            Optional<SubnetId> subnet,
            Optional<ServerId> server,
            Optional<String> name,
            Optional<IpAddress> address,
            Optional<MacAddress> mac) {
        public static final Filter ALL =
                new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Outcome<PortView> create(Caller caller, Create request) { throw new UnsupportedOperationException("not yet"); }

    /** All or none. Refusals carry the index as {@code [3].address}. */
    public Outcome<List<PortView>> createAll(Caller caller, List<Create> requests) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<PortView> update(Caller caller, PortId id, Update request) { throw new UnsupportedOperationException("not yet"); }

    /** Plugs an interface of a foreign network namespace in. */
    public Outcome<PortView> attach(Caller caller, PortId id, HostNamespace to) { throw new UnsupportedOperationException("not yet"); }

    /** Unplugs it; a port that is not plugged in stays as it is, a server's NIC is refused. */
    public Outcome<PortView> detach(Caller caller, PortId id) { throw new UnsupportedOperationException("not yet"); }

    /** Deletes a port and its bindings; refused for a server's NIC. */
    public Outcome<PortView> delete(Caller caller, PortId id) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<PortView> get(Caller caller, PortId id) { throw new UnsupportedOperationException("not yet"); }

    /** By id, or by a name that is unique in the project. */
    public Outcome<PortView> find(Caller caller, String reference) { throw new UnsupportedOperationException("not yet"); }

    public List<PortView> list(Caller caller, Filter filter, Page page) { throw new UnsupportedOperationException("not yet"); }
}
