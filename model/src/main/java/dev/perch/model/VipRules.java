package dev.perch.model;

import dev.perch.model.VipRefusal.VipBound;
import dev.perch.model.VipRefusal.VipInOtherSubnet;
import dev.perch.model.VipRefusal.VridInvalid;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Optional;

/** What virtual IPs may be and be bound to. */
public final class VipRules {

    private VipRules() {}

    /** V10: a virtual IP binds only within its own subnet. */
    public static Optional<Refusal> bindable(
            String field, VirtualIp vip, Subnet vipSubnet, String target, List<Subnet> targetSubnets) {
        if (targetSubnets.stream().anyMatch(subnet -> subnet.id().equals(vip.subnet()))) {
            return Optional.empty();
        }
        String where = targetSubnets.isEmpty()
                ? "no subnet"
                : String.join(
                        " and ", targetSubnets.stream().map(VipRules::label).toList());
        return Optional.of(new VipInOtherSubnet(field, label(vip), label(vipSubnet), target, where));
    }

    /** V13: a virtual IP is released only when it is unbound. */
    public static Optional<Refusal> releasable(VirtualIp vip, List<String> boundTo) {
        return boundTo.isEmpty() ? Optional.empty() : Optional.of(new VipBound("", vip.id(), boundTo));
    }

    /** A VRID is 1 to 255. */
    public static Optional<Refusal> vrid(String field, Optional<Integer> vrid) {
        return vrid.filter(v -> v < 1 || v > 255).map(v -> new VridInvalid(field, v));
    }

    /** Why a virtual IP's packets do not pass a port that it is bound to; empty when they do. */
    public static Optional<String> blocked(Binding binding, VirtualIp vip, Port port) {
        if (binding.fenced()) {
            return Optional.of("the port is fenced from the virtual IP");
        }
        if (port.attachment().isEmpty()) {
            return Optional.of("nothing is plugged into the port");
        }
        return vip.addresses().stream()
                .filter(address -> !PairRules.admits(port, address))
                .findFirst()
                .map(VipRules::checkIsOn);
    }

    private static String checkIsOn(IpAddress address) {
        return "the port's source/destination check is on and " + address + " is not among its address pairs";
    }

    /** How a virtual IP is named to people. */
    public static String label(VirtualIp vip) {
        return vip.meta().name().isEmpty() ? vip.id().toString() : vip.meta().name();
    }

    /** How a subnet is named to people: its name and its block. */
    public static String label(Subnet subnet) {
        return "'" + subnet.meta().name() + "' (" + subnet.ipv4().cidr() + ")";
    }
}
