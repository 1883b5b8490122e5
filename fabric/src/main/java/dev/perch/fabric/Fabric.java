package dev.perch.fabric;

import dev.perch.fabric.Evidence.Watcher;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A data plane. It holds what {@link Intent}s say, and reports what it sees. Everything it makes carries the mark of one
 * Perch instance; nothing else is ever changed or removed. All methods may be called from any thread; they block.
 */
public interface Fabric extends AutoCloseable {

    /**
     * What has to change so that the fabric holds exactly {@code desired} and nothing else of ours. {@code desired} is
     * complete: whatever is ours and not in it will be removed. Looks at the kernel afresh.
     */
    Plan planAll(Collection<? extends Intent> desired);

    /**
     * What has to change for one object. Looks at the kernel afresh, at this object only.
     *
     * @param desired empty when the object should not be there
     */
    Plan plan(ObjectId object, Optional<? extends Intent> desired);

    /** Carries out a plan in its order. A step that fails is reported, and steps of other objects go on. */
    Applied apply(Plan plan);

    /** What is there for one object, a line a fact, in the words of {@link Plan#lines()}. */
    Collection<String> observed(ObjectId object);

    /** Packets dropped by the port rules since the port was made, by port and reason; ports without drops are absent. */
    Map<PortId, Map<DropReason, Long>> drops();

    /** The ports that have a link, and whether it has carrier. */
    Map<PortId, Boolean> links();

    /** Cuts or restores the link of a port at once, without a plan. Cutting the link of a missing port succeeds. */
    void setLink(PortId port, boolean up);

    /**
     * Points the router and the switch at the port that holds an address now: neighbour entry and forwarding entry.
     *
     * @param announce whether to send a gratuitous ARP or an unsolicited neighbour advertisement on the port's behalf
     */
    void steer(VpcId vpc, SubnetId subnet, IpAddress address, PortId holder, MacAddress mac, boolean announce);

    /** Forgets where an address is, so that the router asks again. */
    void unsteer(VpcId vpc, SubnetId subnet, IpAddress address);

    /**
     * Has the router ask its subnet who has an address (ARP request or neighbour solicitation from the gateway). The answer,
     * when it comes from a port that may claim the address, is seen as a claim.
     */
    void ask(VpcId vpc, SubnetId subnet, IpAddress address);

    /**
     * Forgets the connections of EIPs that have an address at either end, so that the next packet of each begins anew. Takes
     * longer the more connections there are.
     *
     * @param address of a virtual IP or a port, or an EIP
     */
    void resetFlows(VpcId vpc, IpAddress address, boolean udpOnly);

    /**
     * Says whether nobody is known to hold an address: then packets for it from outside of the VPC are counted. They are
     * not kept out by this.
     */
    void markUnheld(VpcId vpc, IpAddress address, boolean unheld);

    /** Packets that came from outside for addresses marked as unheld, by VPC and address. */
    Map<VpcId, Map<IpAddress, Long>> noHolderDrops();

    /** From now on tells {@code watcher} what is seen on the wire and which objects were changed by somebody else. */
    void watch(Watcher watcher);

    /** Closes handles. Leaves everything in the kernel as it is. */
    @Override
    void close();
}
