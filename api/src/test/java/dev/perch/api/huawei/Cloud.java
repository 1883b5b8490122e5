package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The steps that many stories begin with, made through the dialect. */
final class Cloud {
    private final Client client;
    private final String v1;

    Cloud(Served served) {
        this(served, served.project);
    }

    /** In a project other than the first. */
    Cloud(Served served, String project) {
        this.client = served.client;
        this.v1 = "/v1/" + project;
    }

    /** A VPC of 10.0.0.0/16; its id. */
    String vpc(String name) {
        return client.post(v1 + "/vpcs", json("{'vpc':{'name':'%s','cidr':'10.0.0.0/16'}}", name))
                .expect(200)
                .at("/vpc/id");
    }

    String subnet(String vpc, String name, String cidr) {
        return client.post(v1 + "/subnets", json("{'subnet':{'name':'%s','cidr':'%s','vpc_id':'%s'}}", name, cidr, vpc))
                .expect(200)
                .at("/subnet/id");
    }

    /** A security group; its id. */
    String group(String name) {
        return client.post(v1 + "/security-groups", json("{'security_group':{'name':'%s'}}", name))
                .expect(200)
                .at("/security_group/id");
    }

    /** A port; {@code rest} are further members, each after a comma. */
    Reply port(String subnet, String rest) {
        return client.post(v1 + "/ports", json("{'port':{'network_id':'%s'%s}}", subnet, rest))
                .expect(200);
    }

    Reply vip(String subnet, String rest) {
        return port(subnet, ",'device_owner':'neutron:VIP_PORT'" + rest);
    }

    /** A server with one NIC; its id. */
    String server(String vpc, String subnet, String name) {
        return create(vpc, name, "[{'subnet_id':'" + subnet + "'}]").expect(200).at("/serverIds/0");
    }

    Reply create(String vpc, String name, String nics) {
        String script = Base64.getEncoder().encodeToString("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        return client.post(
                v1 + "/cloudservers",
                json(
                        "{'server':{'name':'%s','imageRef':'img','flavorRef':'s6.small.1','vpcid':'%s','nics':%s,"
                                + "'root_volume':{'volumetype':'SSD'},'user_data':'%s'}}",
                        name, vpc, nics, script));
    }

    /** The NIC of a server with one; its port. */
    Reply nic(String server) {
        Reply ports = client.get(v1 + "/ports?device_id=" + server).expect(200);
        assertThat(ports.body().at("/ports")).hasSize(1);
        return client.get(v1 + "/ports/" + ports.at("/ports/0/id")).expect(200);
    }

    /** The v1 envelope with this status and code. */
    void refused(Reply reply, int status, String code) {
        assertThat(reply.expect(status).at("/code")).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/message")).isNotEmpty();
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("X-Request-Id")).isNotEmpty();
    }

    /** The v3 envelope with this status and code. */
    void refusedByV3(Reply reply, int status, String code) {
        assertThat(reply.expect(status).at("/error_code")).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/error_msg")).isNotEmpty();
        assertThat(reply.at("/request_id")).isEqualTo(reply.header("X-Request-Id"));
    }

    /** The ECS envelope with this status and code. */
    void refusedByEcs(Reply reply, int status, String code) {
        assertThat(reply.expect(status).at("/error/code")).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/error/message")).isNotEmpty();
    }

    /** Neutron's envelope with this status and type. */
    void refusedByNeutron(Reply reply, int status, String type) {
        assertThat(reply.expect(status).at("/NeutronError/type"))
                .as(reply.text())
                .isEqualTo(type);
        assertThat(reply.at("/NeutronError/message")).isNotEmpty();
    }
}
