package dev.perch.fabric.linux;

import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.Optional;

/**
 * Leads one VPC's router and switches to the port that holds an address. Waits neither for a plan that is being
 * made or carried out nor for what it lists.
 */
record Steering(VpcState state) {

    private VpcNamespace namespace() {
        return state.open()
                .or(state::namespace)
                .orElseThrow(() -> new KernelException(Errno.ENOENT, "the namespace of VPC " + state.vpc()));
    }

    void steer(SubnetId subnet, IpAddress address, PortId holder, MacAddress mac, boolean announce) {
        VpcNamespace namespace = namespace();
        Optional<PortIntent> port = state.port(Names.link(holder));
        // Only its own and its virtual MACs pass the port rules, whatever an option in a packet says.
        boolean virtual = port.filter(p -> p.virtualMacs().contains(mac)).isPresent();
        MacAddress usable = virtual ? mac : port.map(PortIntent::mac).orElse(mac);
        int bridge = namespace.steering().index(Names.bridge(subnet));
        namespace.steering().neighbors().set(bridge, address, usable);
        if (virtual) {
            namespace
                    .steering()
                    .neighbors()
                    .learnForwarding(namespace.steering().index(Names.link(holder)), usable);
        }
        if (announce) {
            namespace
                    .packets()
                    .send(bridge, Announcer.announcement(address, usable).encode());
        }
    }

    void unsteer(SubnetId subnet, IpAddress address) {
        state.open()
                .ifPresent(namespace -> namespace
                        .steering()
                        .link(Names.bridge(subnet))
                        .ifPresent(bridge -> namespace.steering().neighbors().delete(bridge.index(), address)));
    }

    void ask(SubnetId subnet, IpAddress address) {
        VpcNamespace namespace = namespace();
        String bridge = Names.bridge(subnet);
        state.subnet(bridge)
                .flatMap(intent -> Announcer.question(intent, address))
                .ifPresent(
                        frame -> namespace.packets().send(namespace.steering().index(bridge), frame.encode()));
    }
}
