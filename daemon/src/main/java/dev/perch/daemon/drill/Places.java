package dev.perch.daemon.drill;

import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Page;
import dev.perch.control.SubnetView;
import dev.perch.control.VipView;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ProjectId;
import dev.perch.model.Subnet;
import dev.perch.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the places from which a virtual IP can be reached as things are. */
record Places(Control control) {
    private static final String GROUPS = "the security groups of the ports bound to it may refuse ping";

    /** At most one of each kind; the virtual IP's own subnet first. */
    List<Place> of(VipView vip) {
        List<Place> places = new ArrayList<>();
        places.add(home(vip));
        otherSubnet(vip).ifPresent(places::add);
        return places;
    }

    private static Place home(VipView vip) {
        return new Place.InSubnet(
                "same subnet",
                project(vip),
                vip.subnet(),
                groups(vip),
                vip.vip().addresses(),
                GROUPS);
    }

    /** Another subnet of the same VPC, if there is one that has every family of the virtual IP. */
    private Optional<Place> otherSubnet(VipView vip) {
        Subnet home = vip.subnet();
        List<IpAddress> addresses = vip.vip().addresses();
        Caller caller = new Caller(project(vip), "drill");
        return control.subnets().list(caller, Optional.of(home.vpc()), Page.FIRST).stream()
                .map(SubnetView::subnet)
                .filter(subnet -> !subnet.id().equals(home.id()))
                .filter(subnet -> addresses.stream()
                        .allMatch(address -> subnet.range(address.family()).isPresent()))
                .findFirst()
                .map(subnet ->
                        new Place.InSubnet("other subnet", project(vip), subnet, groups(vip), addresses, GROUPS));
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
