package dev.perch.api.ops;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A refusal calls objects as the one who reads it does. */
class NamesTest {
    private final Served served = new Served();
    private final Client client = served.client;

    @BeforeEach
    void start() {
        make("vpcs", "{'name':'prod','cidr':'10.0.0.0/16'}");
        make("subnets", "{'vpc':'prod','name':'front','cidr':'10.0.0.0/24'}");
        make("servers", "{'name':'a','nics':[{'subnet':'front'}]}");
        make("vips", "{'name':'web','subnet':'front','address':'10.0.0.100'}");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private Reply make(String kind, String body) {
        return client.post("/ops/v1/" + kind, json("%s", body)).expect(201);
    }

    private void refused(Reply reply, String message) {
        assertThat(reply.expect(409).at("/error/message")).isEqualTo(message);
    }

    @Test
    void eipsAndWhatTheyStandForAreNamed() {
        make("eips", "{'name':'e','bind':{'vip':'web'}}");
        refused(
                client.delete("/ops/v1/eips/e"),
                "the EIP 'e' is bound to the vip 'web'; unbind it before it is released");
        refused(
                client.post("/ops/v1/eips/e/bind", json("{'server':'a'}")),
                "server: the EIP 'e' is bound to the vip 'web'; unbind it first");
        refused(client.delete("/ops/v1/vips/web"), "the vip 'web' has the EIP 'e'; unbind it first");
        String address = make("eips", "{'bind':{'server':'a'}}").at("/address");
        refused(
                client.delete("/ops/v1/eips/" + address),
                "the EIP '" + address + "' is bound to the port of the server 'a'; unbind it before it is released");
        make("eips", "{'name':'f'}");
        refused(
                client.post("/ops/v1/eips/f/bind", json("{'vip':'web'}")),
                "vip: the vip 'web' has an IPv4 EIP already: 'e'");
    }

    @Test
    void virtualIpsGroupsPortsAndOwnersOfAddressesAreNamed() {
        client.post("/ops/v1/vips/web/bind", json("{'server':'a'}")).expect(200);
        Reply bound = client.delete("/ops/v1/vips/web");
        assertThat(bound.expect(409).at("/error/message"))
                .startsWith("the virtual IP 'web' is bound to the server 'a'");
        make("servers", "{'name':'b','nics':[{'subnet':'front'}]}");
        refused(
                client.post("/ops/v1/vips/web/fence", json("{'server':'b'}")),
                "server: the virtual IP 'web' is not bound to the server 'b'");
        make("security-groups", "{'name':'g'}");
        make("security-groups", "{'name':'h'}");
        make("security-groups/h/rules", "{'direction':'ingress','group':'g'}");
        refused(
                client.delete("/ops/v1/security-groups/g"),
                "the security group 'g' is named by a rule of the group 'h'");
        make("ports", "{'name':'p','subnet':'front','security_groups':['h'],'address':'10.0.0.50'}");
        refused(client.delete("/ops/v1/security-groups/h"), "the security group 'h' is in use by 1 port");
        refused(
                client.post("/ops/v1/ports", json("{'subnet':'front','address':'10.0.0.50'}")),
                "address: 10.0.0.50 is in use by the port 'p'");
        String nameless =
                make("ports", "{'subnet':'front','address':'10.0.0.51'}").at("/id");
        refused(
                client.post("/ops/v1/ports", json("{'subnet':'front','address':'10.0.0.51'}")),
                "address: 10.0.0.51 is in use by the port " + nameless);
    }
}
