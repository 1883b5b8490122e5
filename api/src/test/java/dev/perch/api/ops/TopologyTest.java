package dev.perch.api.ops;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents as clients send them. */
class TopologyTest {
    private static final String DOCUMENT = """
            {'security_groups':[{'name':'web','description':'d','rules':[
               {'direction':'ingress','protocol':'tcp','ports':'80,443','cidr':'0.0.0.0/0'},
               {'direction':'egress','family':6,'group':'default','action':'deny','priority':7}]}],
             'vpcs':[{'name':'a','cidr':'10.0.0.0/16','subnets':[{'name':'front','cidr':'10.0.1.0/24'}]},
                     {'name':'b','cidr':'10.1.0.0/16','subnets':[{'name':'rear','cidr':'10.1.1.0/24'}]}],
             'servers':[{'name':'fw','security_groups':['web'],'nics':[
               {'subnet':'front','check':false,'security_groups':['default']}]}],
             'vips':[{'name':'web','subnet':'front','flow_fate':'keep','eip':true,'bind':['fw']},
                     {'name':'db','subnet':'rear','eip':'198.18.9.9'}],
             'eips':[{'name':'out','family':4,'bandwidth':100,'server':'fw'}],
             'peerings':[{'name':'a-b','vpc':'a','peer_vpc':'b'}],
             'route_tables':[{'vpc':'a','routes':[{'destination':'10.1.0.0/16','peering':'a-b'}]},
               {'vpc':'a','name':'inner','subnets':['front'],'routes':[
                 {'destination':'0.0.0.0/0','vip':'web','description':'out'}]}]}""";

    private final Served served = new Served();
    private final Client client = served.client;

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void everythingADocumentCanNameIsMadeOnceAndDeletedOnce() {
        Reply first = apply(DOCUMENT).expect(200);
        assertThat(first.body().at("/changes").findValuesAsText("action"))
                .as(first.text())
                .contains("create", "bind")
                .doesNotContain("unchanged");
        assertThat(apply(DOCUMENT).expect(200).body().at("/changes").findValuesAsText("action"))
                .isNotEmpty()
                .containsOnly("unchanged");
        assertThat(client.get("/ops/v1/vips/web").expect(200).at("/flow_fate")).isEqualTo("keep");
        Reply gone = client.post("/ops/v1/delete", json(DOCUMENT)).expect(200);
        assertThat(gone.body().at("/changes").findValuesAsText("kind"))
                .contains("route-table", "peering", "eip", "vip", "server", "subnet", "vpc", "security-group");
        assertThat(client.post("/ops/v1/delete", json(DOCUMENT))
                        .expect(200)
                        .body()
                        .at("/changes"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'security_groups':[{'name':'g','rules':[{'direction':'in'}]}]} | security_groups[0].rules[0].direction",
                "{'security_groups':[{'name':'g','rules':[{'direction':'egress','family':5}]}]}"
                        + " | security_groups[0].rules[0].family",
                "{'security_groups':[{'name':'g','rules':[{'direction':'egress','action':'no'}]}]}"
                        + " | security_groups[0].rules[0].action",
                "{'vips':[{'name':'v','subnet':'s','eip':'x'}]} | vips[0].eip",
                "{'vips':[{'name':'v','subnet':'s','eip':1}]} | vips[0].eip",
                "{'vips':[{'name':'v','subnet':'s','flow_fate':'x'}]} | vips[0].flow_fate",
                "{'eips':[{'name':'e','vip':'v','server':'s'}]} | eips[0].server",
                "{'peerings':[{'name':'p','vpc':'v'}]} | peerings[0].peer_vpc",
                "{'route_tables':[{'vpc':'v','routes':[{'destination':'10.0.0.0/8'}]}]}"
                        + " | route_tables[0].routes[0].destination",
                "{'route_tables':[{'vpc':'v','routes':[{'destination':'10.0.0.0/8','vip':'a','port':'b'}]}]}"
                        + " | route_tables[0].routes[0].destination",
            })
    void whatIsMalformedIsNamedByItsPath(String document, String field) {
        Reply reply = apply(document).expect(400);
        assertThat(reply.at("/error/code")).as(reply.text()).isEqualTo("malformed");
        assertThat(reply.at("/error/field")).as(reply.text()).isEqualTo(field);
    }

    private Reply apply(String document) {
        return client.post("/ops/v1/apply", json(document));
    }
}
