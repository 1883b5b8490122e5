package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.AddressChoice;
import dev.perch.model.Audit;
import dev.perch.model.Change;
import dev.perch.model.Event;
import dev.perch.model.Job;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Port.HostNamespace;
import dev.perch.model.ProjectId;
import dev.perch.model.Refusal;
import dev.perch.model.Server;
import dev.perch.model.Server.Power;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** VPCs, subnets, ports and servers: what is made, what is refused, and what is told. */
@ParameterizedClass
@EnumSource(Engine.class)
final class UseCaseTest {
    @Parameter
    private Engine engine;

    private World world;
    private Control control;
    private Caller caller;
    private VpcId vpc;
    private SubnetId subnet;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(engine, folder);
        control = world.control;
        caller = world.caller;
        vpc = world.vpc("net");
        subnet = world.subnet(vpc, "front", "10.0.0.0/24");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void eachMutationIsAuditedAndToldAndNumbered() {
        List<Change> changes = new CopyOnWriteArrayList<>();
        control.subscribe(changes::addAll);
        long events = control.events().last();
        long audits = control.audits().after(caller, 0, 100).getLast().sequence();
        PortView port = control.ports()
                .create(caller, World.port(subnet, AddressChoice.FIRST))
                .orThrow();
        assertThat(changes)
                .containsExactly(new Change(control.revision(), port.port().id()));
        assertThat(control.events().after(events, Events.Filter.ALL, 10))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.type()).isEqualTo("port.created");
                    assertThat(event.subject()).isEqualTo(port.port().id().toString());
                });
        assertThat(control.audits().after(caller, audits, 10)).singleElement().satisfies(audit -> {
            assertThat(audit.operation()).isEqualTo("port.create");
            assertThat(audit.actor()).isEqualTo("tester");
            assertThat(audit.revision()).isEqualTo(control.revision());
            assertThat(audit.detail()).contains("\"addresses\":[\"10.0.0.2\"]");
        });
    }

    @Test
    void aRefusalIsNeitherAuditedNorToldAndTakesNothing() {
        long events = control.events().last();
        List<Audit> audits = control.audits().after(caller, 0, 100);
        var revision = control.revision();
        refused(control.ports().create(caller, World.port(subnet, chosen("10.0.0.1"))), "address", "address-reserved");
        assertThat(control.revision()).isEqualTo(revision);
        assertThat(control.events().last()).isEqualTo(events);
        assertThat(control.audits().after(caller, 0, 100)).isEqualTo(audits);
    }

    @Test
    void vpcRefusals() {
        refused(control.vpcs().create(caller, vpc("net", "10.0.0.0/8")), "name", "name-taken");
        refused(control.vpcs().create(caller, vpc("a b", "10.0.0.0/8")), "name", "name-invalid");
        refused(control.vpcs().create(caller, vpc("x", "11.0.0.0/8")), "cidr", "vpc-cidr-invalid");
        refused(control.vpcs().delete(caller, vpc), "", "vpc-not-empty");
        refused(
                control.vpcs()
                        .update(
                                caller,
                                vpc,
                                new Vpcs.Update(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(IpPrefix.of("10.128.0.0/9")),
                                        Optional.empty(),
                                        Map.of())),
                "cidr",
                "vpc-cidr-excludes-subnet");
        refused(control.vpcs().find(caller, "nowhere"), "", "not-found");
    }

    @Test
    void subnetRefusals() {
        refused(control.subnets().create(caller, World.segment(vpc, "b", "10.0.0.128/25")), "cidr", "subnet-overlaps");
        refused(
                control.subnets().create(caller, World.segment(vpc, "b", "192.168.0.0/24")),
                "cidr",
                "subnet-outside-vpc");
        refused(control.subnets().create(caller, World.segment(vpc, "", "10.0.1.0/24")), "name", "name-invalid");
        refused(
                control.subnets().create(caller, World.segment(new VpcId(subnet.value()), "b", "10.0.1.0/24")),
                "vpc",
                "not-found");
        control.ports().create(caller, World.port(subnet, AddressChoice.FIRST)).orThrow();
        refused(control.subnets().delete(caller, subnet), "", "subnet-not-empty");
        world.subnet(world.vpc("other"), "front", "10.0.0.0/24");
        refused(control.subnets().find(caller, "front"), "", "name-ambiguous");
        assertThat(control.subnets()
                        .find(caller, "net/front")
                        .orThrow()
                        .subnet()
                        .id())
                .isEqualTo(subnet);
    }

    @Test
    void portRefusals() {
        PortId first = control.ports()
                .create(caller, World.port(subnet, chosen("10.0.0.9")))
                .orThrow()
                .port()
                .id();
        refused(control.ports().create(caller, World.port(subnet, chosen("10.0.0.9"))), "address", "address-in-use");
        refused(
                control.ports().create(caller, World.port(subnet, chosen("10.1.0.9"))),
                "address",
                "address-outside-subnet");
        refused(control.ports().create(caller, World.port(subnet, AddressChoice.NONE)), "address", "address-missing");
        HostNamespace place = new HostNamespace("/run/netns/blue", "eth0");
        control.ports().attach(caller, first, place).orThrow();
        PortId second = control.ports()
                .create(caller, World.port(subnet, AddressChoice.FIRST))
                .orThrow()
                .port()
                .id();
        refused(control.ports().attach(caller, second, place), "attachment", "port-in-use");
        refused(
                control.ports().attach(caller, second, new HostNamespace("blue", "eth0")),
                "attachment.namespace",
                "attachment-invalid");
        refused(
                control.ports().attach(caller, second, new HostNamespace("/run/netns/blue", "a/b")),
                "attachment.interface",
                "attachment-invalid");
        refused(control.ports().attach(caller, first, new HostNamespace("/run/netns/red", "e")), "", "port-in-use");
        PortId nic = world.server("web", subnet).nics().getFirst().port().id();
        refused(control.ports().delete(caller, nic), "", "port-is-server-nic");
        refused(control.ports().detach(caller, nic), "", "port-is-server-nic");
        assertThat(control.ports().detach(caller, first).orThrow().port().attachment())
                .isEmpty();
    }

    @Test
    void serverRefusals() {
        SubnetId far = world.subnet(world.vpc("other"), "back", "10.0.0.0/24");
        refused(server("web", List.of()), "nics", "nic-count-invalid");
        refused(server("", List.of(World.nic(subnet))), "name", "name-invalid");
        refused(server("web", List.of(World.nic(subnet), World.nic(far))), "nics[1].subnet", "nic-in-other-vpc");
        ServerView web = world.server("web", subnet, subnet);
        PortId primary = web.nics().getFirst().port().id();
        refused(server("other", List.of(new Servers.Nic.OnPort(primary, false))), "nics[0].port", "port-in-use");
        refused(control.servers().detach(caller, web.server().id(), primary), "port", "primary-nic-stays");
        PortId loose = control.ports()
                .create(caller, World.port(subnet, AddressChoice.FIRST))
                .orThrow()
                .port()
                .id();
        refused(control.servers().detach(caller, web.server().id(), loose), "port", "not-nic-of-server");
        assertThat(control.servers().list(caller, Optional.empty(), Page.FIRST)).hasSize(1);
    }

    @Test
    void vipRefusals() {
        refused(
                control.virtualIps().create(caller, World.vip(subnet, "v", "10.0.0.255")),
                "address",
                "address-reserved");
        VirtualIps.Create wide = World.vip(subnet, "v", "");
        VirtualIps.Create dual = new VirtualIps.Create(
                subnet,
                "v",
                "",
                wide.ipv4(),
                AddressChoice.LAST,
                Optional.empty(),
                wide.reach(),
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of());
        refused(control.virtualIps().create(caller, dual), "address_v6", "subnet-lacks-family");
        VirtualIps.Create vrid = new VirtualIps.Create(
                subnet,
                "v",
                "",
                wide.ipv4(),
                wide.ipv6(),
                Optional.of(256),
                wide.reach(),
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of());
        refused(control.virtualIps().create(caller, vrid), "vrid", "vrid-invalid");
    }

    @Test
    void aServersPortsComeAndGoWithIt() {
        PortId kept = control.ports()
                .create(caller, World.port(subnet, chosen("10.0.0.77")))
                .orThrow()
                .port()
                .id();
        ServerView web = control.servers()
                .create(
                        caller,
                        new Servers.Create(
                                "web",
                                "",
                                "",
                                Optional.of(vpc),
                                List.of(World.nic(subnet), new Servers.Nic.OnPort(kept, false)),
                                List.of(),
                                Map.of()))
                .orThrow();
        PortId made = web.nics().getFirst().port().id();
        assertThat(web.status().state()).isEqualTo(Server.State.BUILD);
        assertThat(web.vpc().orElseThrow().id()).isEqualTo(vpc);
        control.servers().delete(caller, web.server().id()).orThrow();
        assertThat(control.ports().get(caller, kept).orThrow().port().attachment())
                .isEmpty();
        refused(control.ports().get(caller, made), "", "not-found");
        control.ports().create(caller, World.port(subnet, chosen("10.0.0.2"))).orThrow(); // its address is free again
    }

    @Test
    void powerIsWhatTheUserWantsAndBootsAreCounted() {
        ServerView web = world.server("web", subnet);
        var id = web.server().id();
        assertThat(control.servers().start(caller, id).orThrow().server().boot())
                .isEqualTo(1);
        assertThat(control.servers().powerOff(caller, id).orThrow().server().power())
                .isEqualTo(Power.OFF);
        Server started = control.servers().start(caller, id).orThrow().server();
        assertThat(started.power()).isEqualTo(Power.RUNNING);
        assertThat(started.boot()).isEqualTo(2);
        assertThat(control.servers().stop(caller, id).orThrow().server().power())
                .isEqualTo(Power.STOPPED);
        assertThat(control.servers().reboot(caller, id).orThrow().server().boot())
                .isEqualTo(3);
        world.status(web, Server.State.SHUTOFF);
        assertThat(control.servers().start(caller, id).orThrow().server().boot())
                .isEqualTo(4);
    }

    @Test
    void aJobEndsWhenItsServersAreAsAwaited() {
        ServerView web = world.server("web", subnet);
        Job job = control.jobs()
                .record(
                        caller,
                        "createServer",
                        "createSingleServer",
                        List.of(web.server().id()),
                        Optional.of(Server.State.ACTIVE));
        assertThat(job.id()).matches("[0-9a-f]{32}");
        assertThat(control.jobs().get(caller, job.id()).orThrow().status()).isEqualTo(Job.Status.RUNNING);
        world.status(web, Server.State.ACTIVE);
        assertThat(control.jobs().get(caller, job.id()).orThrow().status()).isEqualTo(Job.Status.SUCCESS);
        refused(control.jobs().get(caller, "nothing"), "", "not-found");
    }

    @Test
    void projectsDoNotSeeEachOther() {
        Caller stranger = new Caller(new ProjectId("f".repeat(32)), "stranger");
        refused(control.vpcs().get(stranger, vpc), "", "not-found");
        refused(control.subnets().delete(stranger, subnet), "", "not-found");
        refused(control.ports().create(stranger, World.port(subnet, AddressChoice.FIRST)), "subnet", "not-found");
        assertThat(control.vpcs().list(stranger, Page.FIRST)).isEmpty();
        control.vpcs().create(stranger, vpc("net", "10.0.0.0/8")).orThrow();
    }

    @Test
    void listsComeInPagesByIdUntilAnEmptyOne() {
        for (int i = 0; i < 7; i++) {
            control.ports()
                    .create(caller, World.port(subnet, AddressChoice.FIRST))
                    .orThrow();
        }
        List<PortId> seen = new ArrayList<>();
        Optional<String> marker = Optional.empty();
        while (true) {
            List<PortView> page = control.ports().list(caller, Ports.Filter.ALL, new Page(3, marker));
            if (page.isEmpty()) {
                break;
            }
            page.forEach(view -> seen.add(view.port().id()));
            marker = Optional.of(seen.getLast().toString());
        }
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        Ports.Filter byAddress = new Ports.Filter(
                Optional.of(subnet),
                Optional.empty(),
                Optional.empty(),
                Optional.of(IpAddress.of("10.0.0.4")),
                Optional.empty(),
                Set.of());
        assertThat(control.ports().list(caller, byAddress, Page.FIRST)).hasSize(1);
    }

    @Test
    void aFollowerGetsWhatWasAndWhatComes() throws InterruptedException {
        long before = control.events().last();
        try (Events.Feed feed = control.events().follow(0, Events.Filter.ALL)) {
            List<Event> past = new ArrayList<>(feed.next(Duration.ofSeconds(5)));
            assertThat(past.getLast().sequence()).isEqualTo(before);
            assertThat(feed.next(Duration.ofMillis(1))).isEmpty();
            control.events().append("test.event", "", "", "it happened", "{}");
            assertThat(feed.next(Duration.ofSeconds(5)))
                    .singleElement()
                    .satisfies(event -> assertThat(event.type()).isEqualTo("test.event"));
        }
    }

    private Outcome<ServerView> server(String name, List<Servers.Nic> nics) {
        return control.servers()
                .create(caller, new Servers.Create(name, "", "", Optional.empty(), nics, List.of(), Map.of()));
    }

    private static Vpcs.Create vpc(String name, String cidr) {
        return new Vpcs.Create(name, "", Optional.of(IpPrefix.of(cidr)), Map.of());
    }

    private static AddressChoice chosen(String address) {
        return AddressChoice.exactly(IpAddress.of(address));
    }

    private static void refused(Outcome<?> outcome, String field, String code) {
        Refusal refusal = World.refusal(outcome);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.message()).startsWith(field.isEmpty() ? "" : field + ": ");
    }
}
