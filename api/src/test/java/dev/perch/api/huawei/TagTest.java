package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TagTest {
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    private final Served served = new Served();
    private final Client client = served.client;
    private final Cloud cloud = new Cloud(served);
    private final String v1 = "/v1/" + served.project;
    private final String v2 = "/v2.0/" + served.project;
    private final String v3 = "/v3/" + served.project;

    @AfterEach
    void stop() {
        served.close();
    }

    private static Map<String, String> map(JsonNode tags) {
        Map<String, String> map = new TreeMap<>();
        tags.forEach(tag -> map.put(tag.path("key").asText(), tag.path("value").asText()));
        return map;
    }

    private Map<String, String> tags(String object) {
        return map(client.get(v2 + object + "/tags").expect(200).body().path("tags"));
    }

    private Reply act(String object, String body) {
        return client.post(v2 + object + "/tags/action", json(body));
    }

    private String eip() {
        return client.post(
                        v1 + "/publicips",
                        json("{'publicip':{'type':'5_bgp'},'bandwidth':{'share_type':'PER','name':'b','size':5}}"))
                .expect(200)
                .at("/publicip/id");
    }

    /** One of each kind, as its path. */
    private List<String> everything() {
        String vpc = cloud.vpc("a");
        List<String> objects = new ArrayList<>();
        objects.add("/subnets/" + cloud.subnet(vpc, "s", "10.0.1.0/24"));
        objects.add("/vpcs/" + vpc);
        objects.add("/security-groups/" + cloud.group("g"));
        objects.add("/publicips/" + eip());
        return objects;
    }

    @Test
    void tagsAreSetOverwrittenAndTakenAwayOnEveryKindOfObject() {
        for (String object : everything()) {
            assertThat(tags(object)).isEmpty();
            client.post(v2 + object + "/tags", json("{'tag':{'key':'env','value':'test'}}"))
                    .expect(204);
            act(object, "{'action':'create','tags':[{'key':'env','value':'live'},{'key':'größe','value':''}]}")
                    .expect(204);
            assertThat(tags(object)).isEqualTo(Map.of("env", "live", "größe", ""));
            // neither a value that it does not have, nor a key that is not there
            act(object, "{'action':'delete','tags':[{'key':'env','value':'test'},{'key':'none'}]}")
                    .expect(204);
            assertThat(tags(object)).hasSize(2);
            act(object, "{'action':'delete','tags':[{'key':'env','value':'live'}]}")
                    .expect(204);
            assertThat(client.delete(v2 + object + "/tags/gr%C3%B6%C3%9Fe")
                            .expect(204)
                            .text())
                    .isEmpty();
            assertThat(tags(object)).isEmpty();
        }
    }

    @Test
    void anObjectTakesItsTagsWithIt() {
        for (String object : everything()) {
            act(object, "{'action':'create','tags':[{'key':'env','value':'live'}]}")
                    .expect(204);
            String kind = object.substring(0, object.indexOf('/', 1));
            assertThat(client.get(v2 + kind + "/tags").expect(200).body().at("/tags"))
                    .hasSize(1);
            String path = kind.equals("/subnets") ? "/vpcs/" + cloudVpc(object) + object : object;
            client.delete(v1 + path).expect(204);
            assertThat(client.get(v2 + kind + "/tags").expect(200).body().at("/tags"))
                    .isEmpty();
        }
    }

    private String cloudVpc(String subnet) {
        return client.get(v1 + subnet).expect(200).at("/subnet/vpc_id");
    }

    @Test
    void anObjectIsMadeWithItsTags() {
        String vpc = client.post(
                        v1 + "/vpcs", json("{'vpc':{'name':'a','cidr':'10.0.0.0/16','tags':['k*v','empty*','a*b']}}"))
                .expect(200)
                .at("/vpc/id");
        assertThat(tags("/vpcs/" + vpc)).isEqualTo(Map.of("a", "b", "empty", "", "k", "v"));
        assertThat(map(client.get(v3 + "/vpc/vpcs/" + vpc).expect(200).body().at("/vpc/tags")))
                .isEqualTo(tags("/vpcs/" + vpc));
        String subnet = client.post(
                        v1 + "/subnets",
                        json("{'subnet':{'name':'s','cidr':'10.0.1.0/24','vpc_id':'%s','tags':['k*v']}}", vpc))
                .expect(200)
                .at("/subnet/id");
        assertThat(tags("/subnets/" + subnet)).isEqualTo(Map.of("k", "v"));
        Reply group = client.post(
                        v3 + "/vpc/security-groups",
                        json("{'security_group':{'name':'g','tags':[{'key':'k','value':'v'}]}}"))
                .expect(201);
        assertThat(map(group.body().at("/security_group/tags"))).isEqualTo(Map.of("k", "v"));
        String id = group.at("/security_group/id");
        assertThat(map(client.get(v3 + "/vpc/security-groups?id=" + id)
                        .expect(200)
                        .body()
                        .at("/security_groups/0/tags")))
                .isEqualTo(tags("/security-groups/" + id));
    }

    @Test
    void eipsShowTheirTagsAsTexts() {
        String id = eip();
        act("/publicips/" + id, "{'action':'create','tags':[{'key':'k','value':'v'},{'key':'a','value':''}]}")
                .expect(204);
        for (String pointer : List.of("/publicip/tags", "/publicips/0/tags")) {
            for (String base : List.of(v1 + "/publicips", v3 + "/eip/publicips")) {
                String path = pointer.startsWith("/publicip/") ? base + "/" + id : base;
                assertThat(client.get(path).expect(200).body().at(pointer).toString())
                        .as(path)
                        .isEqualTo("[\"a=\",\"k=v\"]");
            }
        }
    }

    @Test
    void objectsAreFoundByTheirTags() {
        String a = cloud.vpc("shop-a");
        String b = cloud.vpc("shop-b");
        String c = cloud.vpc("office");
        act("/vpcs/" + a, "{'action':'create','tags':[{'key':'env','value':'live'},{'key':'team','value':'red'}]}")
                .expect(204);
        act("/vpcs/" + b, "{'action':'create','tags':[{'key':'env','value':'test'},{'key':'team','value':'red'}]}")
                .expect(204);
        JsonNode used = client.get(v2 + "/vpcs/tags").expect(200).body().at("/tags");
        assertThat(used.toString())
                .isEqualTo(json("[{'key':'env','values':['live','test']},{'key':'team','values':['red']}]"));

        assertThat(found("'tags':[{'key':'env','values':['live','none']},{'key':'team','values':[]}]"))
                .containsExactly(a);
        assertThat(found("'tags':[{'key':'team'}]")).containsExactlyInAnyOrder(a, b);
        assertThat(found("'tags':[{'key':'team'},{'key':'other'}]")).isEmpty();
        assertThat(found("'matches':[{'key':'resource_name','value':'shop'}]")).containsExactlyInAnyOrder(a, b);
        assertThat(found("'tags':[]")).containsExactlyInAnyOrder(a, b, c);
        List<String> all = found("'tags':[]");
        assertThat(found("'limit':1,'offset':1")).containsExactly(all.get(1));
        Reply counted =
                search("vpcs", "{'action':'count','tags':[{'key':'team'}]}").expect(200);
        assertThat(counted.body().toString()).isEqualTo("{\"total_count\":2}");

        Reply one = search("vpcs", "{'action':'filter','tags':[{'key':'env','values':['live']}]}")
                .expect(200);
        assertThat(one.at("/resources/0/resource_name")).isEqualTo("shop-a");
        assertThat(map(one.body().at("/resources/0/tags"))).isEqualTo(tags("/vpcs/" + a));
    }

    private Reply search(String kind, String body) {
        return client.post(v2 + "/" + kind + "/resource_instances/action", json(body));
    }

    private List<String> found(String criteria) {
        Reply reply = search("vpcs", "{'action':'filter'," + criteria + "}").expect(200);
        List<String> ids = new ArrayList<>();
        reply.body()
                .at("/resources")
                .forEach(it -> ids.add(it.path("resource_id").asText()));
        return ids;
    }

    @Test
    void portsAndVirtualIpsHaveTagsOfV3() {
        String subnet = cloud.subnet(cloud.vpc("a"), "s", "10.0.1.0/24");
        for (String id : List.of(
                cloud.port(subnet, "").at("/port/id"), cloud.vip(subnet, "").at("/port/id"))) {
            String path = v3 + "/ports/" + id + "/tags";
            client.post(path, json("{'tag':{'key':'a','value':'1'}}")).expect(204);
            client.post(path + "/create", json("{'tags':[{'key':'b','value':'2'},{'key':'c','value':'3'}]}"))
                    .expect(204);
            Reply shown = client.get(path).expect(200);
            assertThat(map(shown.body().at("/tags"))).isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
            assertThat(shown.at("/request_id")).isEqualTo(shown.header("X-Request-Id"));
            client.post(path + "/delete", json("{'tags':[{'key':'b','value':'2'},{'key':'c'}]}"))
                    .expect(204);
            client.delete(path + "/a").expect(204);
            Reply gone = client.delete(path + "/a");
            refusedByV3(gone, 404, "VPC.9904");
            assertThat(gone.at("/error_msg")).startsWith("key: ").contains("tag");
            assertThat(client.get(path).expect(200).body().at("/tags")).isEmpty();
            refusedByV3(client.post(path, json("{'tag':{'key':'a b'}}")), 400, "VPC.9901");
            refusedByV3(client.post(path + "/create", json("{'tags':%s}", many(21))), 409, "VPC.9905");
            client.delete(v1 + "/ports/" + id).expect(204);
            refusedByV3(client.get(path), 404, "VPC.9904");
        }
    }

    private void refusedByV3(Reply reply, int status, String code) {
        assertThat(reply.expect(status).at("/error_code")).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/error_msg")).isNotEmpty();
    }

    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{'key':'k" + i + "','value':'v'}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void badTagsAreRefused() {
        String vpc = "/vpcs/" + cloud.vpc("a");
        String tooLong = "x".repeat(129);
        cloud.refused(act(vpc, "{'action':'create','tags':[{'key':'','value':'v'}]}"), 400, "VPC.1801");
        cloud.refused(act(vpc, "{'action':'create','tags':[{'key':'a b','value':'v'}]}"), 400, "VPC.1801");
        cloud.refused(act(vpc, "{'action':'create','tags':[{'key':'" + tooLong + "'}]}"), 400, "VPC.1801");
        cloud.refused(act(vpc, "{'action':'create','tags':[{'key':'k','value':'a b'}]}"), 400, "VPC.1801");
        cloud.refused(
                act(vpc, "{'action':'create','tags':[{'key':'k','value':'" + "x".repeat(256) + "'}]}"),
                400,
                "VPC.1801");
        Reply twice = act(vpc, "{'action':'create','tags':[{'key':'k','value':'1'},{'key':'k','value':'2'}]}");
        cloud.refused(twice, 400, "VPC.1801");
        assertThat(twice.at("/message")).isEqualTo("tags[1].key: the request names the tag 'k' twice");
        cloud.refused(act(vpc, "{'action':'create'}"), 400, "VPC.1801");
        cloud.refused(act(vpc, "{'action':'destroy','tags':[]}"), 400, "VPC.1801");
        cloud.refused(act(vpc, "{'tags':[]}"), 400, "VPC.1801");
        cloud.refused(act(vpc, "{'action':'delete','tags':[{'value':'v'}]}"), 400, "VPC.1801");
        cloud.refused(client.post(v2 + vpc + "/tags", json("{'tag':{'value':'v'}}")), 400, "VPC.1801");
        cloud.refused(client.post(v2 + vpc + "/tags", "{}"), 400, "VPC.1801");
        assertThat(tags(vpc)).isEmpty();

        act(vpc, "{'action':'create','tags':" + many(20) + "}").expect(204);
        Reply tooMany = client.post(v2 + vpc + "/tags", json("{'tag':{'key':'one-more'}}"));
        cloud.refused(tooMany, 400, "VPC.1801");
        assertThat(tooMany.at("/message")).isEqualTo("tags: an object has at most 20 tags; this one would have 21");
        act(vpc, "{'action':'create','tags':[{'key':'k3','value':'other'}]}").expect(204);
        assertThat(tags(vpc)).hasSize(20).containsEntry("k3", "other");

        cloud.refused(client.delete(v2 + vpc + "/tags/none"), 404, "VPC.2204");
        cloud.refused(search("vpcs", "{'action':'find'}"), 400, "VPC.1801");
        cloud.refused(search("vpcs", "{'action':'filter','limit':0}"), 400, "VPC.1801");
        cloud.refused(search("vpcs", "{'action':'filter','limit':1001}"), 400, "VPC.1801");
        cloud.refused(search("vpcs", "{'action':'filter','offset':-1}"), 400, "VPC.1801");
        cloud.refused(search("vpcs", "{'action':'filter','tags':[{'key':'k'},{'key':'k'}]}"), 400, "VPC.1801");
        cloud.refused(search("vpcs", "{'action':'filter','matches':[{'key':'id','value':'v'}]}"), 400, "VPC.1801");
    }

    @Test
    void anObjectWithBadTagsIsNotMade() {
        cloud.refused(
                client.post(v1 + "/vpcs", json("{'vpc':{'name':'a','cidr':'10.0.0.0/16','tags':['k=v']}}")),
                400,
                "VPC.0101");
        cloud.refused(
                client.post(v1 + "/vpcs", json("{'vpc':{'name':'a','cidr':'10.0.0.0/16','tags':['k*a b']}}")),
                400,
                "VPC.1801");
        String tags = IntStream.range(0, 21).mapToObj(i -> "'k" + i + "*v'").collect(Collectors.joining(","));
        cloud.refused(
                client.post(v1 + "/vpcs", json("{'vpc':{'name':'a','cidr':'10.0.0.0/16','tags':[%s]}}", tags)),
                400,
                "VPC.1801");
        assertThat(client.get(v1 + "/vpcs").expect(200).body().at("/vpcs")).isEmpty();
        String vpc = cloud.vpc("a");
        cloud.refused(
                client.post(
                        v1 + "/subnets",
                        json("{'subnet':{'name':'s','cidr':'10.0.1.0/24','vpc_id':'%s','tags':['k*v','k*w']}}", vpc)),
                400,
                "VPC.1801");
        refusedByV3(
                client.post(
                        v3 + "/vpc/security-groups",
                        json("{'dry_run':true,'security_group':{'name':'g','tags':[{'key':'a b'}]}}")),
                400,
                "VPC.9901");
        refusedByV3(
                client.post(v3 + "/vpc/security-groups", json("{'security_group':{'name':'g','tags':%s}}", many(21))),
                409,
                "VPC.9905");
    }

    @Test
    void anotherProjectNeitherSeesNorSetsTags() {
        Map<String, String> absent = Map.of(
                "/vpcs", "VPC.0105", "/subnets", "VPC.0202", "/security-groups", "VPC.0603", "/publicips", "VPC.0504");
        for (String object : everything()) {
            act(object, "{'action':'create','tags':[{'key':'k','value':'v'}]}").expect(204);
            String kind = object.substring(0, object.indexOf('/', 1));
            String theirs = "/v2.0/" + OTHER;
            String code = absent.get(kind);
            String tag = json("{'tag':{'key':'k','value':'w'}}");
            cloud.refused(client.get(theirs + object + "/tags"), 404, code);
            cloud.refused(client.post(theirs + object + "/tags", tag), 404, code);
            cloud.refused(client.delete(theirs + object + "/tags/k"), 404, code);
            cloud.refused(
                    client.post(theirs + object + "/tags/action", json("{'action':'delete','tags':[{'key':'k'}]}")),
                    404,
                    code);
            cloud.refused(client.get(v2 + kind + "/none/tags"), 404, code);
            assertThat(client.get(theirs + kind + "/tags").expect(200).body().at("/tags"))
                    .isEmpty();
            assertThat(client.post(theirs + kind + "/resource_instances/action", json("{'action':'count'}"))
                            .expect(200)
                            .at("/total_count"))
                    .isEqualTo("0");
            assertThat(tags(object)).isEqualTo(Map.of("k", "v"));
        }
    }
}
