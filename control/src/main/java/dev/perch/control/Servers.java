package dev.perch.control;

import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Port.AddressPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Servers. */
public final class Servers {

    /** A NIC to give a server. */
    public sealed interface Nic {
        /** A new port, which goes when the server goes. */
        record OnSubnet(
                SubnetId subnet, AddressChoice ipv4, AddressChoice ipv6, boolean checked, List<AddressPair> pairs)
                implements Nic {}

        /** A port that exists and that nothing is plugged into. */
        record OnPort(PortId port, boolean deleteWithServer) implements Nic {}
    }

    /**
     * A server to make and start.
     *
     * @param vpc where all NICs have to be, when the caller says so
     */
    public record Create(
            String name,
            String description,
            String userData,
            Optional<VpcId> vpc,
            List<Nic> nics,
            Map<String, String> attributes) {}

    /** What to change; empty fields stay, attributes are merged in. A new boot script counts from the next boot. */
    public record Update(
            Optional<String> name,
            Optional<String> description,
            Optional<String> userData,
            Map<String, String> attributes) {}

    public Outcome<ServerView> create(Caller caller, Create request) { throw new UnsupportedOperationException("not yet"); }

    /** All or none. Refusals carry the index as {@code [3].nics[0].subnet}. */
    public Outcome<List<ServerView>> createAll(Caller caller, List<Create> requests) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<ServerView> update(Caller caller, ServerId id, Update request) { throw new UnsupportedOperationException("not yet"); }

    /** Starts it; a server that is to run already stays as it is, unless it stopped by itself. */
    public Outcome<ServerView> start(Caller caller, ServerId id) { throw new UnsupportedOperationException("not yet"); }

    /** Stops it in order. */
    public Outcome<ServerView> stop(Caller caller, ServerId id) { throw new UnsupportedOperationException("not yet"); }

    /** Stops it as by pulling the plug. */
    public Outcome<ServerView> powerOff(Caller caller, ServerId id) { throw new UnsupportedOperationException("not yet"); }

    /** Starts it again, from whatever state. */
    public Outcome<ServerView> reboot(Caller caller, ServerId id) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<ServerView> attach(Caller caller, ServerId id, Nic nic) { throw new UnsupportedOperationException("not yet"); }

    /** Takes a NIC other than the primary away; a port that was made for the server is deleted. */
    public Outcome<ServerView> detach(Caller caller, ServerId id, PortId port) { throw new UnsupportedOperationException("not yet"); }

    /** Changes whether a NIC's port goes with its server. */
    public Outcome<ServerView> keepPort(Caller caller, ServerId id, PortId port, boolean deleteWithServer) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<ServerView> delete(Caller caller, ServerId id) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<ServerView> get(Caller caller, ServerId id) { throw new UnsupportedOperationException("not yet"); }

    /** By id, or by a name that is unique in the project. */
    public Outcome<ServerView> find(Caller caller, String reference) { throw new UnsupportedOperationException("not yet"); }

    /** {@code name} is an exact name. */
    public List<ServerView> list(Caller caller, Optional<String> name, Page page) { throw new UnsupportedOperationException("not yet"); }

    /** The page number {@code page}, from 1, of {@code size} servers each. */
    public List<ServerView> listByNumber(Caller caller, Optional<String> name, int size, int page) { throw new UnsupportedOperationException("not yet"); }
}
