package dev.perch.control;

import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Outcome;
import dev.perch.model.VirtualIp.Reach;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Virtual IPs and their bindings. */
public final class VirtualIps {

    /**
     * A virtual IP to allocate.
     *
     * @param bound addresses of servers' NICs to bind it to at once, as in {@link #bindAddresses}
     */
    public record Create(
            SubnetId subnet,
            String name,
            String description,
            AddressChoice ipv4,
            AddressChoice ipv6,
            Optional<Integer> vrid,
            Reach reach,
            List<String> bound,
            Map<String, String> attributes) {
        public Create {
            bound = List.copyOf(bound);
        }
    }

    /**
     * What to change; empty fields stay, attributes are merged in.
     *
     * @param bound replaces the bindings that are recorded with it, as {@link #bindAddresses} does
     */
    public record Update(
            Optional<String> name,
            Optional<String> description,
            Optional<Integer> vrid,
            Optional<List<String>> bound,
            Map<String, String> attributes) {}

    /** What a virtual IP is bound to: a port, or a server by its NIC in the subnet. */
    public sealed interface Target {
        record OfServer(ServerId server) implements Target {}

        record OfPort(PortId port) implements Target {}
    }

    public Outcome<VipView> create(Caller caller, Create request) { throw new UnsupportedOperationException("not yet"); }

    /** All or none. Refusals carry the index as {@code [3].address}. */
    public Outcome<List<VipView>> createAll(Caller caller, List<Create> requests) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<VipView> update(Caller caller, VipId id, Update request) { throw new UnsupportedOperationException("not yet"); }

    /** Releases it; refused while it is bound (V13). */
    public Outcome<VipView> delete(Caller caller, VipId id) { throw new UnsupportedOperationException("not yet"); }

    /** Binds it and switches the port's check off (V9). Binding again changes nothing. */
    public Outcome<VipView> bind(Caller caller, VipId id, Target target) { throw new UnsupportedOperationException("not yet"); }

    /** Unbinds it; the check comes back with the port's last binding when {@link #bind} had switched it off. */
    public Outcome<VipView> unbind(Caller caller, VipId id, Target target) { throw new UnsupportedOperationException("not yet"); }

    /** Suspends a binding: the port's claims and packets from the virtual IP are dropped. */
    public Outcome<VipView> fence(Caller caller, VipId id, Target target) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<VipView> unfence(Caller caller, VipId id, Target target) { throw new UnsupportedOperationException("not yet"); }

    /**
     * Replaces the bindings that are recorded with it: each address is that of a server's NIC in its subnet. The check of the
     * NICs stays as it is.
     *
     * @param addresses as the user wrote them; kept for {@link VipView.Bound#text()}
     */
    public Outcome<VipView> bindAddresses(Caller caller, VipId id, List<String> addresses) { throw new UnsupportedOperationException("not yet"); }

    /**
     * Binds an address to a server's NIC by an address pair of the NIC. An address that nobody has becomes a virtual IP that
     * reaches its VPC only; a blank port that nothing is plugged into becomes the virtual IP of the same id.
     *
     * @param reverse whether to record the binding with the virtual IP as well
     */
    public Outcome<VipView> bindByAddress(Caller caller, PortId nic, SubnetId subnet, IpAddress address, boolean reverse) { throw new UnsupportedOperationException("not yet"); }

    /** Removes all address pairs of a NIC, and with {@code reverse} the bindings recorded with virtual IPs as well. */
    public Outcome<PortView> unbindAll(Caller caller, PortId nic, boolean reverse) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<VipView> get(Caller caller, VipId id) { throw new UnsupportedOperationException("not yet"); }

    /** By id, or by a name that is unique in the project. */
    public Outcome<VipView> find(Caller caller, String reference) { throw new UnsupportedOperationException("not yet"); }

    /** {@link Ports.Filter#server()} keeps those bound to the server; a MAC is the virtual IP's for Neutron. */
    public List<VipView> list(Caller caller, Ports.Filter filter, Page page) { throw new UnsupportedOperationException("not yet"); }
}
