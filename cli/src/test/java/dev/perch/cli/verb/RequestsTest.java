package dev.perch.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.cli.FakeDaemon;
import dev.perch.cli.Ran;
import dev.perch.cli.Samples;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    vpc create demo --cidr 10.0.0.0/16 | POST vpcs {"name":"demo","cidr":"10.0.0.0/16"}
                    vpc delete demo | DELETE vpcs/demo
                    subnet create s --vpc v --cidr 10.0.0.0/24 --cidr-v6 fd00::/64 | POST subnets {"name":"s","vpc":"v","cidr":"10.0.0.0/24","cidr_v6":"fd00::/64"}
                    subnet delete v/s | DELETE subnets/v%2Fs
                    port create --subnet s --check off | POST ports {"subnet":"s","check":false}
                    port create nic --subnet s --interface tap0 | POST ports {"subnet":"s","name":"nic","attachment":{"interface":"tap0"}}
                    port set p --check on --pairs none | PUT ports/p {"check":true,"pairs":[]}
                    port set p --pairs 10.0.0.0/24,fd00::/64 | PUT ports/p {"pairs":["10.0.0.0/24","fd00::/64"]}
                    port plug p --interface tap0 --namespace lab | POST ports/p/plug {"interface":"tap0","namespace":"lab"}
                    port unplug p | POST ports/p/unplug {}
                    port delete p | DELETE ports/p
                    vip create web --subnet s --address 10.0.0.9 --vrid 51 | POST vips {"subnet":"s","name":"web","address":"10.0.0.9","vrid":51}
                    vip create --subnet s --ipv6 --no-ipv4 | POST vips {"subnet":"s","ipv6":true,"ipv4":false}
                    vip bind web web-a | POST vips/web/bind {"server":"web-a"}
                    vip bind web --port p | POST vips/web/bind {"port":"p"}
                    vip unbind web web-a | POST vips/web/unbind {"server":"web-a"}
                    vip fence web web-a | POST vips/web/fence {"server":"web-a"}
                    vip unfence web web-a | POST vips/web/unfence {"server":"web-a"}
                    vip delete web | DELETE vips/web
                    server delete web-a | DELETE servers/web-a
                    vip create web --subnet s --flow-fate keep | POST vips {"subnet":"s","name":"web","flow_fate":"keep"}
                    vip set web --flow-fate reset --vrid 7 | PUT vips/web {"vrid":7,"flow_fate":"reset"}
                    port create --subnet s --security-group web --security-group db | POST ports {"subnet":"s","security_groups":["web","db"]}
                    port set p --security-group web | PUT ports/p {"security_groups":["web"]}
                    eip create | POST eips {}
                    eip create out --family 6 --bandwidth 100 --vip web | POST eips {"name":"out","family":6,"bandwidth":100,"bind":{"vip":"web"}}
                    eip create --address 198.18.0.9 --server web-a | POST eips {"address":"198.18.0.9","bind":{"server":"web-a"}}
                    eip bind out web | POST eips/out/bind {"vip":"web"}
                    eip bind out --server web-a | POST eips/out/bind {"server":"web-a"}
                    eip bind 198.18.0.9 --port p | POST eips/198.18.0.9/bind {"port":"p"}
                    eip bind out db --rebind | POST eips/out/bind {"vip":"db","rebind":true}
                    eip unbind out | POST eips/out/unbind {}
                    eip set out --bandwidth none --name in | PUT eips/out {"name":"in","bandwidth":null}
                    eip delete out | DELETE eips/out
                    peering create a-b --vpc a --peer-vpc b | POST peerings {"name":"a-b","vpc":"a","peer_vpc":"b"}
                    peering create a-b --vpc a --peer-vpc 0b1f --peer-project 3f0c | POST peerings {"name":"a-b","vpc":"a","peer_vpc":"0b1f","peer_project":"3f0c"}
                    peering accept a-b | POST peerings/a-b/accept {}
                    peering reject a-b | POST peerings/a-b/reject {}
                    peering delete a-b | DELETE peerings/a-b
                    route-table create t --vpc a | POST route-tables {"name":"t","vpc":"a"}
                    route-table associate t a/front | POST route-tables/t/associate {"subnet":"a/front"}
                    route-table disassociate t front | POST route-tables/t/disassociate {"subnet":"front"}
                    route-table delete t | DELETE route-tables/t
                    route add a 10.9.0.0/16 --peering a-b | POST route-tables/a/routes {"peering":"a-b","destination":"10.9.0.0/16"}
                    route add t 0.0.0.0/0 --vip fw --description out | POST route-tables/t/routes {"vip":"fw","destination":"0.0.0.0/0","description":"out"}
                    route delete a 10.9.0.0/16 | DELETE route-tables/a/routes/10.9.0.0%2F16
                    security-group create web | POST security-groups {"name":"web"}
                    security-group rule add web --direction ingress --protocol tcp --ports 22,80-90 --cidr 10.0.0.0/8 | POST security-groups/web/rules {"direction":"ingress","protocol":"tcp","ports":"22,80-90","cidr":"10.0.0.0/8"}
                    security-group rule add web --direction egress --family 6 --group db --action deny --priority 5 | POST security-groups/web/rules {"direction":"egress","family":6,"group":"db","action":"deny","priority":5}
                    security-group rule delete web r | DELETE security-groups/web/rules/r
                    security-group delete web | DELETE security-groups/web
                    quota set eip 5 | PUT quotas {"eip":5}
                    quota set eip none | PUT quotas {"eip":-1}
                    """)
    void eachVerbAsksForWhatItSays(String line, String request) throws IOException {
        try (FakeDaemon daemon = new FakeDaemon()) {
            daemon.on(request.split(" \\{")[0], 200, Samples.VIP);
            Ran ran = Ran.perch(daemon, line.split(" "));
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(daemon.lastChange()).isEqualTo(request);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vip bind web",
        "vip bind web a --port p",
        "subnet create s",
        "port set p",
        "server create a",
        "vip create w",
        "vip set w",
        "eip bind e",
        "eip bind e v --port p",
        "eip create e --vip v --server s",
        "eip create e --bandwidth much",
        "eip set e",
        "peering create p --vpc a",
        "route-table create t",
        "route add a 0.0.0.0/0",
        "route add a 0.0.0.0/0 --vip v --server s",
        "security-group rule add g",
        "security-group rule add g --direction ingress --cidr 0.0.0.0/0 --group h",
        "quota set vpc many"
    })
    void whatIsMissingIsAWrongCommandLine(String line) throws IOException {
        try (FakeDaemon daemon = new FakeDaemon()) {
            assertThat(Ran.perch(daemon, line.split(" ")).exit()).isEqualTo(2);
            assertThat(daemon.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"get vips", "--project 0123 get vips"})
    void theProjectIsSentWhenItIsSaid(String line) throws IOException {
        try (FakeDaemon daemon = new FakeDaemon()) {
            daemon.on("GET vips", 200, "[]");
            Ran.with(Map.of("PERCH_URL", daemon.url(), "PERCH_TOKEN", FakeDaemon.TOKEN), "", line.split(" "));
            assertThat(daemon.asked().getFirst().headers().containsKey("X-project-id"))
                    .isEqualTo(line.contains("--project"));
        }
    }
}
