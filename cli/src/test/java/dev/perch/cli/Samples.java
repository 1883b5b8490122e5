package dev.perch.cli;

/** Answers of the operator API. */
public final class Samples {
    private Samples() {}

    public static final String HEALTH = """
            {"status":"ok","version":"0.1.0","instance":"a1b2c3","project":"3f0c7d2e9b6a4f5d8c1e2a3b4c5d6e7f","pid":4711,
             "data_dir":"/var/lib/perch","store":"sqlite","revision":42,"uptime_seconds":3725,"converged":true,
             "pending":0,"failing":0}""";

    public static final String HEALTH_BUSY = """
            {"status":"ok","version":"0.1.0","instance":"a1b2c3","project":"3f0c7d2e9b6a4f5d8c1e2a3b4c5d6e7f","pid":4711,
             "data_dir":"/var/lib/perch","store":"sqlite","revision":42,"uptime_seconds":5,"converged":false,
             "pending":3,"failing":1,
             "failures":[{"object":"the provider network","reason":"~ connection to the host: port of br0: no such device"}]}""";

    public static final String VPC = """
            {"id":"0b1f2c3d-0000-4000-8000-000000000001","name":"demo","description":"","cidr":"10.0.0.0/16",
             "created_at":"2026-11-23T11:00:00Z","updated_at":"2026-11-23T11:00:00Z","revision":2}""";

    public static final String SUBNET = """
            {"id":"0b1f2c3d-0000-4000-8000-000000000002","vpc_id":"0b1f2c3d-0000-4000-8000-000000000001",
             "vpc_name":"demo","name":"front","cidr":"10.0.0.0/24","gateway":"10.0.0.1","cidr_v6":null,
             "gateway_v6":null,"revision":3}""";

    public static final String PORT = """
            {"id":"0b1f2c3d-0000-4000-8000-000000000003","name":"","subnet_id":"0b1f2c3d-0000-4000-8000-000000000002",
             "mac":"fa:16:3e:00:00:01","addresses":["10.0.0.11"],"server_id":"s","server_name":"web-a","nic_index":0,
             "attachment":null,"check":false,"pairs":["1.1.1.1/0"],"bound_vips":[{"id":"v","name":"web"}],
             "drops":{"foreign-mac":2,"foreign-claim":5},"link":"up","security_groups":[{"id":"g","name":"default"}]}""";

    public static final String SERVER = """
            {"id":"0b1f2c3d-0000-4000-8000-000000000004","name":"web-a","power":"running","state":"ACTIVE","detail":"",
             "since":"2026-11-23T11:59:00Z","pid":1234,"nics":[%s],"created_at":"2026-11-23T11:00:00Z"}""".formatted(PORT);

    public static final String VIP = """
            {"id":"0b1f2c3d-0000-4000-8000-000000000005","name":"web","subnet_id":"0b1f2c3d-0000-4000-8000-000000000002",
             "subnet_name":"front","addresses":["10.0.0.100","fd00::100"],"vrid":51,"flow_fate":"reset",
             "eips":[{"id":"e","name":"web-eip","address":"198.18.0.5","status":"ACTIVE"}],
             "holders":[
               {"family":"ipv4","address":"10.0.0.100","port_id":"p1","server_id":"s","server_name":"web-a",
                "mac":"fa:16:3e:00:00:01","epoch":3,"since":"2026-11-23T11:57:55Z","evidence":"gratuitous ARP"},
               {"family":"ipv6","address":"fd00::100","port_id":null}],
             "bindings":[
               {"port_id":"p1","server_id":"s","server_name":"web-a","address":"10.0.0.11","made":"on_vip",
                "fenced":false,"check":false,"passes":true,"why_not":""},
               {"port_id":"p2","server_id":"t","server_name":"web-b","address":"10.0.0.12","made":"by_pair",
                "fenced":false,"check":true,"passes":false,"why_not":"the check is on"}],
             "warnings":[{"code":"check-on","message":"web-b is bound while its check is on: packets do not pass"},
               {"code":"split-families","message":"IPv4 is held by web-a and IPv6 by nobody"}]}""";

    public static final String EIP = """
            {"id":"0b1f2c3d-0000-4000-8000-000000000006","name":"web-eip","address":"198.18.0.5","family":4,
             "status":"ACTIVE","bound":{"kind":"vip","id":"v","name":"web","address":"10.0.0.100"},
             "holder":{"port":"p1","server":"web-a"},"bandwidth":100,"bandwidth_id":"b","no_holder_drops":3}""";

    public static final String EIP_UNBOUND = """
            {"id":"0b1f2c3d-0000-4000-8000-000000000007","name":"","address":"2001:2::5","family":6,
             "status":"UNBOUND","bound":null,"holder":null,"bandwidth":null,"bandwidth_id":"c","no_holder_drops":0}""";

    public static final String PEERING = """
            {"id":"0b1f2c3d-0000-4000-8000-000000000008","name":"a-b","status":"ACTIVE",
             "requester":{"vpc":"a","project":"p"},"accepter":{"vpc":"b","project":"q"}}""";

    public static final String ROUTE_TABLE = """
            {"id":"0b1f2c3d-0000-4000-8000-000000000009","name":"rtb-demo","vpc":{"id":"v","name":"demo"},"default":false,
             "subnets":[{"id":"0b1f2c3d-0000-4000-8000-000000000002","name":"front"}],
             "routes":[
               {"id":"r1","destination":"0.0.0.0/0","next_hop":{"kind":"vip","id":"v","name":"firewalls"},
                "description":"through the firewalls","state":"ACTIVE"},
               {"id":"r2","destination":"10.9.0.0/16","next_hop":{"kind":"peering","id":"q","name":"a-b"},
                "description":"","state":"BLACKHOLE"}]}""";

    public static final String SECURITY_GROUP = """
            {"id":"0b1f2c3d-0000-4000-8000-000000000010","name":"web","description":"what web servers let in",
             "rules":[
               {"id":"s1","direction":"ingress","family":4,"protocol":"tcp","ports":"80,443",
                "remote":{"cidr":"0.0.0.0/0"},"action":"allow","priority":1,"enabled":true},
               {"id":"s2","direction":"egress","family":6,"protocol":null,"ports":null,"remote":null,
                "action":"allow","priority":1,"enabled":true},
               {"id":"s3","direction":"ingress","family":4,"protocol":null,"ports":null,
                "remote":{"group":"g","name":"default"},"action":"deny","priority":5,"enabled":true}],
             "ports":2}""";

    public static final String QUOTAS = """
            {"quotas":[{"type":"eip","used":1,"limit":10},{"type":"vpc","used":2,"limit":-1}]}""";

    public static final String MOVE = """
            {"epoch":4,"family":"ipv4","from":{"port_id":"p1","server_name":"web-a"},
             "to":{"port_id":"p2","server_name":"web-b"},"cause":"link-down","evidence":"link of web-a went down",
             "at":"2026-11-23T11:59:00.120Z"}""";

    public static final String DRILL = """
            {"id":"d1","vip":"0b1f2c3d-0000-4000-8000-000000000005","mode":"power-off",
             "started_at":"2026-11-23T11:58:00Z","failed_at":"2026-11-23T11:58:01.500Z",
             "holder_before":{"server_name":"web-a","port_id":"p1"},"holder_after":{"server_name":"web-b","port_id":"p2"},
             "timeline":[{"at_ms":0,"what":"power-off of web-a"},{"at_ms":0.42,"what":"link of web-a is down"},
               {"at_ms":2951.7,"what":"web-b claims 10.0.0.100 by gratuitous ARP"}],
             "vantage_points":[
               {"name":"same subnet","family":"ipv4","outage_ms":2953.1,"lost":1476,"sent":4000,
                "first_answer_ms":2952.0,"last_answer_ms":-1.1},
               {"name":"other subnet","family":"ipv4","outage_ms":2954.25,"lost":1477,"sent":4000,
                "first_answer_ms":2953.1,"last_answer_ms":-1.15}],
             "left_out":[{"name":"EIP","reason":"no answer before the drill: the security groups may refuse ping"}],
             "ok":true,"note":""}""";

    public static String oneLine(String json) {
        return json.replace("\n", " ");
    }
}
