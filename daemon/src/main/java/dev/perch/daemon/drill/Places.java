package dev.perch.daemon.drill;

import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Page;
import dev.perch.control.SubnetView;
import dev.perch.control.VipView;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering;
import dev.perch.model.ProjectId;
import dev.perch.model.Subnet;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the places from which a virtual IP can be reached as things are. */
record Places(Control control) {
    private static final String GROUPS = "the security groups of the ports bound to it may refuse ping";

    /** At most one of each kind; the virtual IP's own subnet first. */
    List<Place> of(VipView vip) {
        List<Place> places = new ArrayList<>();
        places.add(inSubnet("same subnet", vip, vip.subnet()));
        otherSubnet(vip).ifPresent(places::add);
        peeredVpc(vip).ifPresent(places::add);
        outside(vip).ifPresent(places::add);
        return places;
    }

    private static Place inSubnet(String name, VipView vip, Subnet subnet) {
        return new Place.InSubnet(
                name, project(vip), subnet, groups(vip), vip.vip().addresses(), GROUPS);
    }

    /** Another subnet of the same VPC, if there is one that has every family of the virtual IP. */
    private Optional<Place> otherSubnet(VipView vip) {
        return subnets(project(vip), vip.subnet().vpc())
                .filter(subnet -> !subnet.id().equals(vip.subnet().id()))
                .filter(subnet -> vip.vip().addresses().stream()
                        .allMatch(address -> subnet.range(address.family()).isPresent()))
                .findFirst()
                .map(subnet -> inSubnet("other subnet", vip, subnet));
    }

    /** A subnet of a peered VPC, if there is one with routes both ways for a family of the virtual IP. */
    private Optional<Place> peeredVpc(VipView vip) {
        VpcId home = vip.subnet().vpc();
        return control.snapshots().peeringsOf(home).stream()
                .filter(peering -> peering.status() == Peering.Status.ACTIVE)
                .flatMap(peering -> subnets(projectBeyond(peering, home), peering.other(home))
                        .flatMap(subnet -> across(vip, peering, subnet).stream()))
                .findFirst();
    }

    private Optional<Place> across(VipView vip, Peering peering, Subnet subnet) {
        Ways ways = new Ways(control.snapshots());
        List<IpAddress> reached = vip.vip().addresses().stream()
                .filter(address -> subnet.range(address.family())
                        .filter(range -> ways.lead(vip.subnet(), range.cidr().network(), peering.id()))
                        .filter(range -> ways.lead(subnet, IpPrefix.host(address), peering.id()))
                        .isPresent())
                .toList();
        return reached.isEmpty()
                ? Optional.empty()
                : Optional.of(new Place.InSubnet(
                        "peered VPC",
                        projectBeyond(peering, vip.subnet().vpc()),
                        subnet,
                        List.of(),
                        reached,
                        "the security groups of the ports bound to it may refuse ping from "
                                + subnet.ranges().getFirst().cidr() + ", or a more specific route leads elsewhere"));
    }

    /** The provider network, if the virtual IP has an EIP. */
    private Optional<Place> outside(VipView vip) {
        List<IpAddress> eips = control.snapshots().eipsOf(vip.vip().id()).stream()
                .map(facts -> facts.eip().address())
                .toList();
        return eips.isEmpty()
                ? Optional.empty()
                : Optional.of(new Place.Outside(
                        "EIP",
                        project(vip),
                        eips,
                        "the security groups of the ports bound to it may refuse ping from outside of the VPC,"
                                + " or a route leads answers elsewhere"));
    }

    private Stream<Subnet> subnets(ProjectId project, VpcId vpc) {
        return control.subnets().list(new Caller(project, "drill"), Optional.of(vpc), Page.FIRST).stream()
                .map(SubnetView::subnet);
    }

    private static ProjectId projectBeyond(Peering peering, VpcId home) {
        return peering.requester().equals(home)
                ? peering.accepterProject()
                : peering.meta().project();
    }

    /** Those of the ports that may hold it: the users' other servers of the same service are in them too. */
    private static List<SecurityGroupId> groups(VipView vip) {
        return vip.bindings().stream()
                .flatMap(bound -> bound.port().groups().groups().stream())
                .distinct()
                .toList();
    }

    private static ProjectId project(VipView vip) {
        return vip.vip().meta().project();
    }
}
