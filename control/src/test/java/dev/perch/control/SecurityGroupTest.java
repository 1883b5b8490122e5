package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.control.Memberships.Member;
import dev.perch.control.Snapshots.VpcGroups;
import dev.perch.model.AddressChoice;
import dev.perch.model.Change;
import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Port;
import dev.perch.model.ProjectId;
import dev.perch.model.Refusal;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.Members;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.model.SecurityRule.Remote;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Security groups: who is in them, what their rules may be, what is refused, and who hears of it. */
@ParameterizedClass
@EnumSource(Engine.class)
final class SecurityGroupTest {
    @Parameter
    private Engine engine;

    private World world;
    private Control control;
    private Caller caller;
    private VpcId vpc;
    private SubnetId subnet;
    private SecurityGroupId preset;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(engine, folder);
        control = world.control;
        caller = world.caller;
        vpc = world.vpc("net");
        subnet = world.subnet(vpc, "front", "10.0.0.0/24");
        preset = control.securityGroups()
                .find(caller, "default")
                .orThrow()
                .group()
                .id();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aProjectHasADefaultGroupThatItsPortsAndVirtualIpsAreIn() {
        GroupView view = control.securityGroups().get(caller, preset).orThrow();
        assertThat(view.group().isDefault()).isTrue();
        assertThat(view.rules()).hasSize(4);
        Port port = port();
        assertThat(port.groups().groups()).containsExactly(preset);
        assertThat(world.vip(subnet, "v").vip().groups()).isEqualTo(port.groups());
        assertThat(world.server("web", subnet).nics().getFirst().groups())
                .containsExactly(new Named<>(preset, "default"));
        assertThat(control.securityGroups().get(caller, preset).orThrow().ports())
                .isEqualTo(3);
        assertThat(control.snapshots().groups(vpc).sets()).containsExactly(port.groups());
        assertThat(control.snapshots().groups(vpc).rules().values().stream().flatMap(List::stream))
                .hasSize(4);

        Caller other = new Caller(new ProjectId("0123456789abcdef0123456789abcdef"), "other");
        assertThat(control.securityGroups().list(other, group -> true, Page.FIRST))
                .isEmpty();
        refused(control.securityGroups().get(other, preset), "", "not-found");
        control.vpcs()
                .create(other, new Vpcs.Create("net", "", Optional.empty(), Map.of()))
                .orThrow();
        assertThat(control.securityGroups().list(other, group -> true, Page.FIRST))
                .singleElement()
                .satisfies(group -> assertThat(group.group().isDefault()).isTrue());
    }

    @Test
    void portsInTheSameGroupsHaveTheSameNumber() {
        SecurityGroupId web = group("web");
        SecurityGroupId db = group("db");
        GroupSet one = port(web, db).groups();
        GroupSet two = port(db, web, db).groups();
        assertThat(one).isEqualTo(two);
        assertThat(one.groups()).containsExactlyInAnyOrder(web, db);
        assertThat(port(web).groups().number()).isNotEqualTo(one.number()).isPositive();
        assertThat(control.snapshots().groups(vpc).sets()).contains(one).hasSize(3);
        assertThat(control.snapshots().everything().groups().get(vpc))
                .isEqualTo(control.snapshots().groups(vpc));
        assertThat(control.ports().list(caller, in(web), Page.FIRST)).hasSize(3);
        assertThat(control.ports().list(caller, in(web, preset), Page.FIRST)).hasSize(3);
        assertThat(control.ports().list(caller, in(preset), Page.FIRST)).isEmpty();
    }

    @Test
    void portsAndServersAndVirtualIpsChangeTheirGroups() {
        SecurityGroupId web = group("web");
        SecurityGroupId db = group("db");
        Port port = port();
        PortView changed = control.ports()
                .update(caller, port.id(), Ports.Update.groups(List.of(web)))
                .orThrow();
        assertThat(changed.groups()).containsExactly(new Named<>(web, "web"));
        enter(new Member.OfPort(port.id()), db);
        assertThat(groups(port)).containsExactlyInAnyOrder(web, db);
        enter(new Member.OfPort(port.id()), db);
        leave(new Member.OfPort(port.id()), web);
        assertThat(groups(port)).containsExactly(db);
        refused(
                control.memberships().leave(caller, new Member.OfPort(port.id()), List.of(db)),
                "security_groups",
                "port-needs-group");
        refused(
                control.ports().update(caller, port.id(), Ports.Update.groups(List.of())),
                "security_groups",
                "port-needs-group");
        SecurityGroupId nobody = new SecurityGroupId(vpc.value());
        refused(
                control.ports().update(caller, port.id(), Ports.Update.groups(List.of(web, nobody))),
                "security_groups[1]",
                "not-found");

        VipView vip = world.vip(subnet, "v");
        enter(new Member.OfVip(vip.vip().id()), web);
        leave(new Member.OfVip(vip.vip().id()), preset);
        assertThat(control.virtualIps()
                        .get(caller, vip.vip().id())
                        .orThrow()
                        .vip()
                        .groups()
                        .groups())
                .containsExactly(web);

        SubnetId back = world.subnet(vpc, "back", "10.0.1.0/24");
        ServerView server = control.servers()
                .create(
                        caller,
                        new Servers.Create(
                                "s",
                                "",
                                "",
                                Optional.empty(),
                                List.of(nic(subnet), nic(back, db)),
                                List.of(web),
                                Map.of()))
                .orThrow();
        assertThat(server.nics())
                .extracting(nic -> nic.port().groups().groups())
                .containsExactly(List.of(web), List.of(db));
        enter(new Member.OfServer(server.server().id()), preset);
        assertThat(control.servers().get(caller, server.server().id()).orThrow().nics())
                .allMatch(nic -> nic.port().groups().contains(preset));
        refused(
                control.memberships()
                        .leave(caller, new Member.OfServer(server.server().id()), List.of(web, preset)),
                "security_groups",
                "port-needs-group");
    }

    @Test
    void aServersFurtherNicsAreInTheGroupsTheyName() {
        SecurityGroupId web = group("web");
        ServerView server = world.server("s", subnet);
        List<PortView> attached = control.servers()
                .attach(caller, server.server().id(), List.of(nic(subnet, web), nic(subnet)))
                .orThrow();
        assertThat(attached)
                .extracting(nic -> nic.port().groups().groups())
                .containsExactly(List.of(web), List.of(preset));
        refused(
                control.servers()
                        .attach(caller, server.server().id(), List.of(nic(subnet), nic(new SubnetId(vpc.value())))),
                "nics[1].subnet",
                "not-found");
        assertThat(control.servers().get(caller, server.server().id()).orThrow().nics())
                .hasSize(3);
    }

    @Test
    void aGroupThatIsUsedStays() {
        SecurityGroupId web = group("web");
        SecurityGroupId db = group("db");
        Port port = port(web);
        refused(control.securityGroups().delete(caller, web), "", "group-in-use");
        refused(control.securityGroups().delete(caller, preset), "", "default-group-stays");
        add(db, Direction.INGRESS, new Members(web), Action.ALLOW, 1);
        control.ports().delete(caller, port.id()).orThrow();
        refused(control.securityGroups().delete(caller, web), "", "group-referenced");
        control.securityGroups().delete(caller, db).orThrow();
        control.securityGroups().delete(caller, web).orThrow();
        assertThat(control.snapshots().groups(vpc).sets())
                .extracting(GroupSet::groups)
                .containsExactly(List.of(preset));
        refused(control.securityGroups().delete(caller, web), "", "not-found");
        VipView vip = world.vip(subnet, "v");
        SecurityGroupId front = group("front");
        enter(new Member.OfVip(vip.vip().id()), front);
        refused(control.securityGroups().delete(caller, front), "", "group-in-use");
    }

    @Test
    void namesOfGroups() {
        refused(control.securityGroups().create(caller, create("default")), "name", "default-group-stays");
        refused(control.securityGroups().create(caller, create("")), "name", "name-invalid");
        SecurityGroupId one = group("twice");
        group("twice"); // as in the cloud, names need not be unique
        refused(control.securityGroups().find(caller, "twice"), "", "name-ambiguous");
        SecurityGroups.Update rename = new SecurityGroups.Update(Optional.of("once"), Optional.of("d"), Map.of());
        assertThat(control.securityGroups()
                        .update(caller, one, rename)
                        .orThrow()
                        .group()
                        .meta()
                        .name())
                .isEqualTo("once");
        refused(control.securityGroups().update(caller, preset, rename), "name", "default-group-stays");
        SecurityGroups.Update describe = new SecurityGroups.Update(Optional.of("default"), Optional.of("d"), Map.of());
        assertThat(control.securityGroups()
                        .update(caller, preset, describe)
                        .orThrow()
                        .group()
                        .meta()
                        .description())
                .isEqualTo("d");
    }

    @Test
    void rulesAreMadeOnceAndDeleted() {
        SecurityGroupId web = group("web");
        SecurityRules.Create http = tcp(80, new Block(IpPrefix.of("10.1.2.3/16")));
        SecurityRule made = control.securityRules().create(caller, web, http).orThrow();
        assertThat(made.remote()).isEqualTo(new Block(IpPrefix.of("10.1.0.0/16")));
        assertThat(control.securityRules().get(caller, made.id()).orThrow()).isEqualTo(made);
        assertThat(control.securityGroups().get(caller, web).orThrow().rules())
                .hasSize(5)
                .contains(made);
        refused(control.securityRules().create(caller, web, http), "", "rule-exists");
        refused(
                control.securityRules().createAll(caller, web, List.of(tcp(81, new Anybody()), http), false),
                "[1]",
                "rule-exists");
        assertThat(control.securityRules()
                        .createAll(caller, web, List.of(tcp(81, new Anybody()), http, tcp(81, new Anybody())), true)
                        .orThrow())
                .singleElement()
                .satisfies(rule -> assertThat(rule.ports()).containsExactly(new PortRange(81, 81)));
        refused(
                control.securityRules().create(caller, web, tcp(1, new Members(new SecurityGroupId(vpc.value())))),
                "remote",
                "not-found");
        refused(
                control.securityRules().create(caller, new SecurityGroupId(vpc.value()), http),
                "security_group",
                "not-found");
        control.securityRules().delete(caller, made.id()).orThrow();
        refused(control.securityRules().delete(caller, made.id()), "", "not-found");
        refused(control.securityRules().get(caller, made.id()), "", "not-found");
    }

    @Test
    void aRehearsalKeepsNothing() {
        SecurityGroupId web = group("web");
        long revision = control.revision().value();
        assertThat(control.securityGroups()
                        .rehearse(caller, create("x"), List.of())
                        .orThrow()
                        .rules())
                .hasSize(4);
        assertThat(control.securityRules()
                        .rehearse(caller, web, tcp(80, new Anybody()))
                        .orThrow()
                        .ports())
                .hasSize(1);
        refused(control.securityGroups().rehearse(caller, create("default"), List.of()), "name", "default-group-stays");
        assertThat(control.revision().value()).isEqualTo(revision);
        assertThat(control.securityGroups().list(caller, group -> true, Page.FIRST))
                .hasSize(2);
    }

    @Test
    void allowingAndDenyingAlternatesAtMostSevenTimes() {
        SecurityGroupId web = group("web");
        SecurityGroupId more = group("more");
        Port port = port(web);
        for (int priority = 2; priority <= 8; priority++) {
            add(web, Direction.INGRESS, new Anybody(), priority % 2 == 0 ? Action.DENY : Action.ALLOW, priority);
        }
        refused(rule(web, new Anybody(), Action.ALLOW, 9), "priority", "rules-alternate-too-often");
        rule(web, new Anybody(), Action.DENY, 9).orThrow();
        // each group by itself is fine, a port in both would not be
        add(more, Direction.INGRESS, new Anybody(), Action.ALLOW, 10);
        refused(
                control.memberships().enter(caller, new Member.OfPort(port.id()), List.of(more)),
                "security_groups",
                "rules-alternate-too-often");
        assertThat(groups(port)).containsExactly(web);
    }

    @Test
    void whoeverDependsOnAGroupHearsOfItsRules() {
        SecurityGroupId web = group("web");
        VpcId far = world.vpc("far");
        List<Change> changes = new CopyOnWriteArrayList<>();
        control.subscribe(changes::addAll);
        Port port = port(web);
        assertThat(touched(changes)).containsExactlyInAnyOrder(port.id(), vpc); // the first of its set in the VPC
        Port second = port(web);
        assertThat(touched(changes)).containsExactly(second.id());
        SecurityRule rule = rule(web, new Anybody(), Action.ALLOW, 1).orThrow();
        assertThat(touched(changes))
                .containsExactlyInAnyOrder(rule.id(), web, vpc)
                .doesNotContain(far);
        control.securityRules().delete(caller, rule.id()).orThrow();
        assertThat(touched(changes)).containsExactlyInAnyOrder(rule.id(), web, vpc);
        assertThat(control.snapshots().vpcs(web)).containsExactly(vpc);
        assertThat(control.snapshots().vpcs(preset)).containsExactlyInAnyOrder(vpc, far);
        Stream.of(port, second)
                .forEach(p -> control.ports().delete(caller, p.id()).orThrow());
        touched(changes);
        control.securityGroups().delete(caller, web).orThrow();
        assertThat(touched(changes)).containsExactlyInAnyOrder(web, vpc);
        VpcGroups left = control.snapshots().groups(vpc);
        assertThat(left.rules().values().stream().flatMap(List::stream))
                .allMatch(r -> r.group().equals(preset));
    }

    @Test
    void aVpcWaitsForTheGroupsThatWereMadeForIt() {
        VpcId empty = world.vpc("empty");
        SecurityGroupId own = control.securityGroups()
                .create(caller, new SecurityGroups.Create("own", "", Optional.of(empty), Map.of()))
                .orThrow()
                .group()
                .id();
        refused(control.vpcs().delete(caller, empty), "", "vpc-has-groups");
        control.securityGroups().delete(caller, own).orThrow();
        control.vpcs().delete(caller, empty).orThrow();
        refused(
                control.securityGroups()
                        .create(caller, new SecurityGroups.Create("own", "", Optional.of(empty), Map.of())),
                "vpc",
                "not-found");
    }

    private static List<ObjectId> touched(List<Change> changes) {
        List<ObjectId> touched = changes.stream().map(Change::object).toList();
        changes.clear();
        return touched;
    }

    private SecurityGroupId group(String name) {
        return control.securityGroups()
                .create(caller, create(name))
                .orThrow()
                .group()
                .id();
    }

    private static SecurityGroups.Create create(String name) {
        return new SecurityGroups.Create(name, "", Optional.empty(), Map.of());
    }

    private Port port(SecurityGroupId... groups) {
        Ports.Create plain = World.port(subnet, AddressChoice.FIRST);
        return control.ports()
                .create(
                        caller,
                        new Ports.Create(
                                plain.subnet(),
                                plain.name(),
                                plain.description(),
                                plain.ipv4(),
                                plain.ipv6(),
                                plain.checked(),
                                plain.pairs(),
                                plain.attachment(),
                                List.of(groups),
                                plain.attributes()))
                .orThrow()
                .port();
    }

    private static Servers.Nic nic(SubnetId subnet, SecurityGroupId... groups) {
        return new Servers.Nic.OnSubnet(
                subnet, AddressChoice.FIRST, AddressChoice.NONE, true, List.of(), List.of(groups));
    }

    private List<SecurityGroupId> groups(Port port) {
        return control.ports().get(caller, port.id()).orThrow().port().groups().groups();
    }

    private static Ports.Filter in(SecurityGroupId... groups) {
        return new Ports.Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(groups));
    }

    private void enter(Member member, SecurityGroupId group) {
        control.memberships().enter(caller, member, List.of(group)).orThrow();
    }

    private void leave(Member member, SecurityGroupId group) {
        control.memberships().leave(caller, member, List.of(group)).orThrow();
    }

    private void add(SecurityGroupId group, Direction direction, Remote remote, Action action, int priority) {
        control.securityRules()
                .create(caller, group, rule(direction, List.of(), remote, action, priority))
                .orThrow();
    }

    private Outcome<SecurityRule> rule(SecurityGroupId group, Remote remote, Action action, int priority) {
        return control.securityRules()
                .create(caller, group, rule(Direction.INGRESS, List.of(), remote, action, priority));
    }

    private static SecurityRules.Create tcp(int port, Remote remote) {
        return rule(Direction.INGRESS, List.of(new PortRange(port, port)), remote, Action.ALLOW, 1);
    }

    private static SecurityRules.Create rule(
            Direction direction, List<PortRange> ports, Remote remote, Action action, int priority) {
        return new SecurityRules.Create(
                direction, Family.IPV4, Optional.of(6), ports, remote, action, priority, true, "");
    }

    private static void refused(Outcome<?> outcome, String field, String code) {
        Refusal refusal = World.refusal(outcome);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.field()).isEqualTo(field);
    }
}
