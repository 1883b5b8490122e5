package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.NextHop;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Route;
import dev.perch.model.RouteTable;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an object is called, with a name and without. */
final class NamesTest {
    private World world;
    private VpcId vpc;
    private ServerView web;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(Engine.SQLITE, folder);
        vpc = world.vpc("net");
        SubnetId subnet = world.subnet(vpc, "front", "10.0.0.0/24");
        web = world.server("web-1", subnet);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void whatHasANameIsCalledByIt() {
        assertThat(named(vpc)).isEqualTo("'net'");
        assertThat(named(web.server().id())).isEqualTo("'web-1'");
    }

    @Test
    void aNicIsOfItsServerAndAnEipIsItsAddress() {
        assertThat(named(web.nics().getFirst().port().id())).isEqualTo("of the server 'web-1'");
        EipView eip = world.control
                .eips()
                .create(world.caller, EipTest.request("", Family.IPV4, ""), Optional.empty())
                .orThrow();
        assertThat(named(eip.eip().id())).isEqualTo("'" + eip.eip().address() + "'");
    }

    @Test
    void aRouteIsWhereItLeadsAndItsTable() {
        RouteTable table =
                world.control.routeTables().find(world.caller, "net").orThrow().table();
        Route route = world.control
                .routeTables()
                .addRoute(
                        world.caller,
                        table.id(),
                        new RouteTables.Entry(
                                IpPrefix.of("172.16.0.0/16"),
                                new Towards.To(
                                        "nexthop",
                                        new NextHop.ToServer(web.server().id())),
                                Optional.empty()))
                .orThrow()
                .route();
        assertThat(named(route.id())).isEqualTo("to 172.16.0.0/16 of the route table 'rtb-net'");
    }

    @Test
    void whatIsGoneIsCalledByItsId() {
        PortId gone = new PortId(UUID.randomUUID());
        assertThat(named(gone)).isEqualTo(gone.toString());
    }

    private String named(ObjectId id) {
        return world.control.names().of(id);
    }
}
