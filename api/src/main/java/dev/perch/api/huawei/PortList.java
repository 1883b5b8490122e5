package dev.perch.api.huawei;

import dev.perch.api.http.Query;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Page;
import dev.perch.control.Ports;
import dev.perch.control.SubnetView;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Outcome;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import dev.perch.net.Parsed;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The list of ports and virtual IPs together, by id, with this dialect's filters. A filter that cannot match (no UUID where
 * one belongs) gives an empty list, as the real service does.
 */
final class PortList {
    private final Control control;
    private final Caller caller;

    PortList(Control control, Caller caller) {
        this.control = control;
        this.caller = caller;
    }

    /** One page, by the parameters of a request. */
    List<PortWire> page(Query query) {
        Page page = Wire.page(query);
        return filter(query)
                .map(filter -> Sieve.page(page, PortWire::id, rest(query), more -> chunk(filter, more)))
                .orElse(List.of());
    }

    /** One page of the ports of a subnet that have an IPv4 address. */
    List<PortWire> ofSubnet(SubnetId subnet, Page page) {
        Ports.Filter filter = new Ports.Filter(
                Optional.of(subnet), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
        return Sieve.page(page, PortWire::id, port -> PrivateIpWire.of(port).isPresent(), more -> chunk(filter, more));
    }

    /** The criteria that the store knows; empty when nothing can meet them. */
    private Optional<Ports.Filter> filter(Query query) {
        Set<SubnetId> subnets = new HashSet<>();
        Set<IpAddress> addresses = new HashSet<>();
        Optional<ServerId> server = Optional.empty();
        Optional<MacAddress> mac = Optional.empty();
        if (!Wire.inDefaultEnterpriseProject(query)) {
            return Optional.empty();
        }
        if (query.first("network_id").isPresent()) {
            Optional<UUID> id = query.first("network_id").flatMap(Ids::uuid);
            if (id.isEmpty()) {
                return Optional.empty();
            }
            subnets.add(new SubnetId(id.get()));
        }
        if (query.first("device_id").isPresent()) {
            server = query.first("device_id").flatMap(Ids::uuid).map(ServerId::new);
            if (server.isEmpty()) {
                return Optional.empty();
            }
        }
        if (query.first("mac_address").isPresent()) {
            mac = query.first("mac_address")
                    .flatMap(text -> MacAddress.parse(text).toOptional());
            if (mac.isEmpty()) {
                return Optional.empty();
            }
        }
        for (String fixed : query.all("fixed_ips")) {
            int equals = fixed.indexOf('=');
            String value = fixed.substring(equals + 1);
            switch (equals < 0 ? "" : fixed.substring(0, equals)) {
                case "ip_address" -> {
                    if (!(IpAddress.parse(value) instanceof Parsed.Ok<IpAddress>(IpAddress address))) {
                        return Optional.empty();
                    }
                    addresses.add(address);
                }
                case "subnet_id" -> {
                    Optional<SubnetId> subnet = Ids.uuid(value).flatMap(this::ofRange);
                    if (subnet.isEmpty()) {
                        return Optional.empty();
                    }
                    subnets.add(subnet.get());
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        Set<SecurityGroupId> groups = new HashSet<>();
        for (String text : query.all("security_groups")) {
            Optional<UUID> id = Ids.uuid(text);
            if (id.isEmpty()) {
                return Optional.empty();
            }
            groups.add(new SecurityGroupId(id.get()));
        }
        if (subnets.size() > 1 || addresses.size() > 1) {
            return Optional.empty();
        }
        return Optional.of(new Ports.Filter(
                subnets.stream().findFirst(),
                server,
                query.first("name"),
                addresses.stream().findFirst(),
                mac,
                groups));
    }

    private Optional<SubnetId> ofRange(UUID range) {
        return switch (control.subnets().ofRange(caller, range)) {
            case Outcome.Done<SubnetView>(SubnetView view) ->
                Optional.of(view.subnet().id());
            case Outcome.Refused<SubnetView> none -> Optional.empty();
        };
    }

    /** The criteria that only this dialect knows. */
    private static Predicate<PortWire> rest(Query query) {
        Predicate<PortWire> all = port -> true;
        if (!query.all("id").isEmpty()) {
            Set<String> ids = new HashSet<>(query.all("id"));
            all = all.and(port -> ids.contains(port.id()));
        }
        if (query.first("device_owner").isPresent()) {
            String owner = query.first("device_owner").get();
            all = all.and(port -> port.deviceOwner().equals(owner)
                    || owner.startsWith(Owner.SERVER) && port.deviceOwner().startsWith(owner));
        }
        if (query.first("status").isPresent()) {
            String status = query.first("status").get();
            all = all.and(port -> port.status().equals(status));
        }
        if (query.first("device_id").isPresent()) {
            // the domain also lists the virtual IPs that are bound to the server; those have no device
            String device = query.first("device_id").get();
            all = all.and(port -> port.deviceId().equals(device));
        }
        if (query.all("security_groups").size() > 1) {
            // the domain lists what is in any of them
            all = all.and(port -> port.securityGroups().containsAll(query.all("security_groups")));
        }
        if (!query.flag("admin_state_up").orElse(true)
                || query.flag("enable_efi").orElse(false)) {
            all = all.and(port -> false);
        }
        return all;
    }

    /** The next ports and virtual IPs by id; each of the two lists is as long as the page, so that none is skipped. */
    private List<PortWire> chunk(Ports.Filter filter, Page page) {
        Stream<PortWire> ports =
                control.ports().list(caller, filter, page).stream().map(PortWire::of);
        Stream<PortWire> vips = filter.server().isPresent()
                ? Stream.empty()
                : control.virtualIps().list(caller, filter, page).stream().map(PortWire::of);
        return Stream.concat(ports, vips)
                .sorted(Comparator.comparing(PortWire::id))
                .limit(page.limit())
                .toList();
    }
}
