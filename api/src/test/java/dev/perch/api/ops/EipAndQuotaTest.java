package dev.perch.api.ops;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** EIPs and quotas in the operator API. */
class EipAndQuotaTest {
    private final Served served = new Served();
    private final Client client = served.client;

    @BeforeEach
    void start() {
        client.post("/ops/v1/vpcs", json("{'name':'prod','cidr':'10.0.0.0/8'}")).expect(201);
        client.post("/ops/v1/subnets", json("{'vpc':'prod','name':'front','cidr':'10.0.0.0/24'}"))
                .expect(201);
        client.post("/ops/v1/vips", json("{'name':'web','subnet':'front','address':'10.0.0.100'}"))
                .expect(201);
        client.post("/ops/v1/servers", json("{'name':'a','nics':[{'subnet':'front'}]}"))
                .expect(201);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void refused(Reply reply, int status, String code, String field) {
        assertThat(reply.expect(status).at("/error/code")).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/error/field")).as(reply.text()).isEqualTo(field);
    }

    @Test
    void anEipLivesFromItsAllocationToItsRelease() {
        Reply made = client.post("/ops/v1/eips", json("{'name':'e','bandwidth':100,'bind':{'vip':'web'}}"))
                .expect(201);
        assertThat(made.at("/address")).isEqualTo("198.18.0.2");
        assertThat(made.body().at("/family").intValue()).isEqualTo(4);
        assertThat(made.at("/status")).isEqualTo("NO_HOLDER");
        assertThat(made.at("/bound/kind")).isEqualTo("vip");
        assertThat(made.at("/bound/name")).isEqualTo("web");
        assertThat(made.at("/bound/address")).isEqualTo("10.0.0.100");
        assertThat(made.body().at("/holder").isNull()).isTrue();
        assertThat(made.body().at("/bandwidth").intValue()).isEqualTo(100);
        assertThat(made.at("/bandwidth_id")).hasSize(36);
        unanswered("10.0.0.100", 7L);
        assertThat(client.get("/ops/v1/eips/198.18.0.2")
                        .expect(200)
                        .body()
                        .at("/no_holder_drops")
                        .intValue())
                .isEqualTo(7);
        assertThat(client.get("/ops/v1/vips/web").expect(200).at("/eips/0/status"))
                .isEqualTo("NO_HOLDER");
        refused(client.delete("/ops/v1/eips/e"), 409, "eip-not-releasable", "");
        refused(client.delete("/ops/v1/vips/web"), 409, "has-eip", "");
        refused(client.post("/ops/v1/eips/e/bind", json("{'server':'a'}")), 409, "eip-bound", "server");
        Reply moved = client.post("/ops/v1/eips/e/bind", json("{'server':'a','rebind':true}"))
                .expect(200);
        assertThat(moved.at("/status")).isEqualTo("ACTIVE");
        assertThat(moved.at("/bound/kind")).isEqualTo("port");
        assertThat(moved.at("/bound/name")).isEqualTo("a");
        Reply free = client.put("/ops/v1/eips/e", json("{'name':'f','description':'d','bandwidth':null}"))
                .expect(200);
        assertThat(free.body().at("/bandwidth").isNull()).isTrue();
        assertThat(client.put("/ops/v1/eips/f", json("{'bandwidth':5}"))
                        .expect(200)
                        .at("/description"))
                .isEqualTo("d");
        assertThat(client.put("/ops/v1/eips/f", json("{'name':'e'}"))
                        .expect(200)
                        .body()
                        .at("/bandwidth")
                        .intValue())
                .isEqualTo(5);
        assertThat(client.post("/ops/v1/eips/e/unbind", "{}").expect(200).at("/status"))
                .isEqualTo("UNBOUND");
        assertThat(client.get("/ops/v1/eips").expect(200).body().at("/eips")).hasSize(1);
        client.delete("/ops/v1/eips/e").expect(204);
        refused(client.get("/ops/v1/eips/e"), 404, "not-found", "");
    }

    @Test
    void packetsThatFoundNoHolderAreReadOnceForAListAndShownAsAMetric() {
        String eip = client.post("/ops/v1/eips", json("{'bind':{'vip':'web'}}"))
                .expect(201)
                .at("/id");
        client.post("/ops/v1/eips", json("{'bind':{'server':'a'}}")).expect(201);
        client.post("/ops/v1/eips", "{}").expect(201);
        unanswered("10.0.0.100", 7L);
        served.daemon.reads.set(0);
        assertThat(client.get("/ops/v1/eips").expect(200).body().findValuesAsText("no_holder_drops"))
                .containsExactlyInAnyOrder("7", "0", "0");
        assertThat(served.daemon.reads).hasValue(1);

        assertThat(client.get("/ops/v1/metrics").expect(200).text().lines())
                .filteredOn(line -> line.startsWith("perch_eip_no_holder_drops"))
                .as("of virtual IPs only")
                .containsExactly("perch_eip_no_holder_drops{eip=\"" + eip + "\",address=\"198.18.0.2\"} 7");
        assertThat(served.daemon.reads).hasValue(2);
    }

    private void unanswered(String address, long packets) {
        VpcId vpc = new VpcId(
                UUID.fromString(client.get("/ops/v1/vpcs/prod").expect(200).at("/id")));
        served.daemon.noHolderDrops.put(vpc, Map.of(IpAddress.of(address), packets));
    }

    @Test
    void whatCannotBeIsRefused() {
        refused(client.post("/ops/v1/eips", json("{'address':'10.0.0.1'}")), 400, "eip-outside-pool", "address");
        refused(client.post("/ops/v1/eips", json("{'address':'198.18.0.1'}")), 400, "eip-reserved", "address");
        refused(client.post("/ops/v1/eips", json("{'bandwidth':0}")), 400, "bandwidth-invalid", "bandwidth");
        refused(
                client.post("/ops/v1/eips", json("{'address':'2001:2::9','family':4}")),
                400,
                "eip-outside-pool",
                "address");
        client.post("/ops/v1/eips", json("{'address':'198.18.0.9'}")).expect(201);
        refused(client.post("/ops/v1/eips", json("{'address':'198.18.0.9'}")), 409, "eip-in-use", "address");
        refused(client.post("/ops/v1/eips", json("{'bind':{'vip':'nobody'}}")), 404, "not-found", "vip");
        assertThat(client.post("/ops/v1/eips", json("{'bind':{}}")).status()).isEqualTo(400);
        assertThat(client.get("/ops/v1/eips").expect(200).body().at("/eips")).hasSize(1);
    }

    @Test
    void quotasAreReadAndSet() {
        Reply all = client.get("/ops/v1/quotas").expect(200);
        assertThat(all.at("/quotas/0/type")).isEqualTo("vpc");
        assertThat(all.body().at("/quotas/0/used").intValue()).isEqualTo(1);
        assertThat(all.body().at("/quotas/0/limit").intValue()).isEqualTo(-1);
        assertThat(all.body().findValuesAsText("type"))
                .containsExactly(
                        "vpc",
                        "subnet",
                        "security-group",
                        "security-group-rule",
                        "eip",
                        "peering",
                        "route-table",
                        "route");
        client.put("/ops/v1/quotas", json("{'vpc':1}")).expect(200);
        refused(client.post("/ops/v1/vpcs", json("{'name':'b','cidr':'10.0.0.0/8'}")), 409, "quota-exceeded", "");
        client.put("/ops/v1/quotas", json("{'vpc':-1}")).expect(200);
        client.post("/ops/v1/vpcs", json("{'name':'b','cidr':'10.0.0.0/8'}")).expect(201);
        refused(client.put("/ops/v1/quotas", json("{'vpc':-2}")), 400, "quota-invalid", "vpc");
        assertThat(client.put("/ops/v1/quotas", json("{'colour':1}")).status()).isEqualTo(400);
    }
}
