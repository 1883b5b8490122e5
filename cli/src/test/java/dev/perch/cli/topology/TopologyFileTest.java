package dev.perch.cli.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyFileTest {
    @TempDir
    Path folder;

    @Test
    void aGoodFileBecomesTheDocumentToSend() throws IOException {
        TopologyFile file = read("""
                vpcs:
                  - name: demo
                    cidr: 10.0.0.0/16
                    subnets:
                      - {name: front, cidr: 10.0.0.0/24, cidr_v6: "fd00::/64"}
                servers:
                  - name: web-a
                    user_data: |
                      #!/bin/sh
                      exec keepalived -n
                    nics:
                      - {subnet: front, address: 10.0.0.11, check: false}
                vips:
                  - {name: web, subnet: front, address: 10.0.0.100, vrid: 51, bind: [web-a]}
                """);
        assertThat(file.problems()).isEmpty();
        assertThat(file.document().toString())
                .isEqualTo("{\"vpcs\":[{\"name\":\"demo\",\"cidr\":\"10.0.0.0/16\",\"subnets\":[{\"name\":\"front\","
                        + "\"cidr\":\"10.0.0.0/24\",\"cidr_v6\":\"fd00::/64\"}]}],\"servers\":[{\"name\":\"web-a\","
                        + "\"user_data\":\"#!/bin/sh\\nexec keepalived -n\\n\",\"nics\":[{\"subnet\":\"front\","
                        + "\"address\":\"10.0.0.11\",\"check\":false}]}],\"vips\":[{\"name\":\"web\","
                        + "\"subnet\":\"front\",\"address\":\"10.0.0.100\",\"vrid\":51,\"bind\":[\"web-a\"]}]}");
    }

    @Test
    void everyProblemIsToldAtOnceWithItsPlace() throws IOException {
        assertThat(problems("""
                        vpcs:
                          - name: demo
                            cidr: 10.0.0.5/16
                            subnets:
                              - {name: front, cidr: fd00::/64, gatway: 10.0.0.1}
                              - {name: front, cidr: 10.0.1.0}
                        servers:
                          - nics: front
                          - name: 12
                            nics: [{subnet: front, check: off, address: 10.0.0.256}]
                        vips:
                          - {name: web, subnet: front, vrid: 0, bind: [web-a, [x]], vrid: 1}
                        color: red
                        """))
                .containsExactly(
                        "t.yaml:3:11: vpcs[0].cidr: '10.0.0.5/16' has host bits; the block is 10.0.0.0/16",
                        "t.yaml:5:29: vpcs[0].subnets[0].cidr: 'fd00::/64' is not IPv4",
                        "t.yaml:5:40: vpcs[0].subnets[0]: a subnet has no field 'gatway'; did you mean 'gateway'?",
                        "t.yaml:6:16: vpcs[0].subnets[1].name: 'front' is used twice, first in line 5",
                        "t.yaml:6:29: vpcs[0].subnets[1].cidr: '10.0.1.0' has no prefix length, such as /24",
                        "t.yaml:8:5: servers[0]: a server needs 'name'",
                        "t.yaml:8:11: servers[0].nics: is a list, this is a single value",
                        "t.yaml:9:11: servers[1].name: is text; put 12 in quotes",
                        "t.yaml:10:35: servers[1].nics[0].check: is true or false, not 'off'",
                        "t.yaml:10:49: servers[1].nics[0].address: '10.0.0.256' is not an IPv4 address",
                        "t.yaml:12:38: vips[0].vrid: is a whole number from 1 to 255, not '0'",
                        "t.yaml:12:55: vips[0].bind[1]: is a single value, this is a list",
                        "t.yaml:12:61: vips[0]: 'vrid' is given twice, first in line 12",
                        "t.yaml:13:1: a topology has no field 'color'; there are security_groups, vpcs, servers,"
                                + " vips, eips, peerings, route_tables");
    }

    @Test
    void whatReachesAVirtualIpFromElsewhereIsReadToo() throws IOException {
        TopologyFile file = read("""
                security_groups:
                  - name: web
                    rules:
                      - {direction: ingress, protocol: tcp, ports: 80, cidr: 10.9.0.5/16}
                      - {direction: ingress, family: 6, protocol: 112, group: web, action: deny, priority: 7}
                servers:
                  - {name: fw, security_groups: [web], nics: [{subnet: front, security_groups: [default]}]}
                vips:
                  - {name: web, subnet: front, flow_fate: keep, eip: true}
                  - {name: db, subnet: front, eip: 198.18.0.9}
                eips:
                  - {name: out, family: 6, bandwidth: 100, vip: web}
                peerings:
                  - {name: a-b, vpc: a, peer_vpc: b}
                route_tables:
                  - vpc: a
                    subnets: [front]
                    routes: [{destination: "::/0", vip: web, description: out}]
                """);
        assertThat(file.problems()).isEmpty();
        assertThat(file.document().toString())
                .isEqualTo("{\"security_groups\":[{\"name\":\"web\",\"rules\":["
                        + "{\"direction\":\"ingress\",\"protocol\":\"tcp\",\"ports\":\"80\",\"cidr\":\"10.9.0.5/16\"},"
                        + "{\"direction\":\"ingress\",\"family\":6,\"protocol\":\"112\",\"group\":\"web\",\"action\":\"deny\","
                        + "\"priority\":7}]}],"
                        + "\"servers\":[{\"name\":\"fw\",\"security_groups\":[\"web\"],"
                        + "\"nics\":[{\"subnet\":\"front\",\"security_groups\":[\"default\"]}]}],"
                        + "\"vips\":[{\"name\":\"web\",\"subnet\":\"front\",\"flow_fate\":\"keep\",\"eip\":true},"
                        + "{\"name\":\"db\",\"subnet\":\"front\",\"eip\":\"198.18.0.9\"}],"
                        + "\"eips\":[{\"name\":\"out\",\"family\":6,\"bandwidth\":100,\"vip\":\"web\"}],"
                        + "\"peerings\":[{\"name\":\"a-b\",\"vpc\":\"a\",\"peer_vpc\":\"b\"}],"
                        + "\"route_tables\":[{\"vpc\":\"a\",\"subnets\":[\"front\"],"
                        + "\"routes\":[{\"destination\":\"::/0\",\"vip\":\"web\",\"description\":\"out\"}]}]}");
    }

    @Test
    void whatIsWrongInItIsToldWithItsPlaceAndARule() throws IOException {
        assertThat(problems("""
                        security_groups:
                          - name: web
                            rules:
                              - {direction: ingres, family: 5, ports: 1.5, priority: 101}
                              - {protocol: tcp, action: accept, cidr: 10.0.0.1/33}
                        vips:
                          - {name: web, subnet: front, eip: yes, flow_fate: kepe}
                        eips:
                          - {name: out, bandwidth: 0, address: 198.18.0.300, vpi: web}
                        peerings:
                          - {name: a-b, vpc: a}
                        route_tables:
                          - {vpc: a, routes: [{destination: 10.0.0.0/8}, {destination: 10.0.0.0/8}]}
                        """))
                .containsExactly(
                        "t.yaml:4:21: security_groups[0].rules[0].direction: is ingress or egress, not 'ingres'; did"
                                + " you mean 'ingress'?",
                        "t.yaml:4:37: security_groups[0].rules[0].family: is 4 or 6, not '5'",
                        "t.yaml:4:47: security_groups[0].rules[0].ports: is a word or a whole number; put 1.5 in"
                                + " quotes",
                        "t.yaml:4:62: security_groups[0].rules[0].priority: is a whole number from 1 to 100, not '101'",
                        "t.yaml:5:9: security_groups[0].rules[1]: a rule needs 'direction'",
                        "t.yaml:5:33: security_groups[0].rules[1].action: is allow or deny, not 'accept'",
                        "t.yaml:5:47: security_groups[0].rules[1].cidr: the length in '10.0.0.1/33' is not 0 to 32",
                        "t.yaml:7:37: vips[0].eip: is true, or the address of an EIP, not 'yes'",
                        "t.yaml:7:53: vips[0].flow_fate: is keep or reset, not 'kepe'; did you mean 'keep'?",
                        "t.yaml:9:28: eips[0].bandwidth: is a whole number from 1 to 2000, not '0'",
                        "t.yaml:9:40: eips[0].address: '198.18.0.300' is not an IPv4 address",
                        "t.yaml:9:54: eips[0]: an EIP has no field 'vpi'; did you mean 'vip'?",
                        "t.yaml:11:5: peerings[0]: a peering needs 'peer_vpc'",
                        "t.yaml:13:64: route_tables[0].routes[1].destination: '10.0.0.0/8' is used twice, first in"
                                + " line 13");
    }

    @Test
    void brokenYamlIsToldWithItsPlace() throws IOException {
        assertThat(problems("vpcs:\n  - name: [demo\nservers: []\n"))
                .singleElement()
                .asString()
                .startsWith("t.yaml:3:8: not YAML: while parsing a flow sequence");
    }

    @Test
    void anEmptyFileAndAListAreNoTopologies() throws IOException {
        assertThat(problems("# nothing\n")).containsExactly("t.yaml:1:1: the file is empty");
        assertThat(problems("- a\n"))
                .containsExactly("t.yaml:1:1: a topology has fields (security_groups, vpcs, servers, vips, eips,"
                        + " peerings, route_tables), this is a list");
    }

    @Test
    void severalDocumentsInOneFileAreRefused() throws IOException {
        assertThat(problems("vpcs: []\n---\nvips: []\n"))
                .singleElement()
                .asString()
                .startsWith("t.yaml:2:1: not YAML");
    }

    @Test
    void aUserDataFileIsInlinedFromBesideTheTopology() throws IOException {
        Files.writeString(folder.resolve("boot.sh"), "#!/bin/sh\ntrue\n");
        TopologyFile file = read("servers:\n  - name: a\n    user_data_file: boot.sh\n");
        assertThat(file.problems()).isEmpty();
        assertThat(file.document().at("/servers/0/user_data").asText()).isEqualTo("#!/bin/sh\ntrue\n");
        assertThat(file.refusal("servers[0].user_data", "is too long"))
                .hasToString("t.yaml:3:21: servers[0].user_data: is too long");
    }

    @Test
    void aUserDataFileThatIsMissingOrOneTooManyIsToldWithItsPlace() throws IOException {
        assertThat(problems("servers:\n  - name: a\n    user_data_file: none.sh\n"))
                .containsExactly("t.yaml:3:21: servers[0].user_data_file: cannot read " + folder.resolve("none.sh")
                        + " (NoSuchFileException)");
        assertThat(problems("servers:\n  - {name: a, user_data: x, user_data_file: y}\n"))
                .containsExactly("t.yaml:2:45: servers[0].user_data_file: 'user_data' and 'user_data_file' exclude"
                        + " each other");
    }

    @Test
    void aRefusalIsPlacedAtItsFieldOrAtTheNearestThingAroundIt() throws IOException {
        TopologyFile file = read("vips:\n  - name: web\n    subnet: front\n    bind:\n      - a\n      - b\n");
        assertThat(file.refusal("vips[0].bind[1]", "no server b"))
                .hasToString("t.yaml:6:9: vips[0].bind[1]: no server b");
        assertThat(file.refusal("vips[0].address", "none left")).hasToString("t.yaml:2:5: vips[0].address: none left");
        assertThat(file.refusal("quota", "reached")).hasToString("t.yaml:1:1: quota: reached");
    }

    @Property(tries = 300)
    void anyTextIsReadOrToldToBeWrong(@ForAll String text) throws IOException {
        TopologyFile file = TopologyFile.read("t.yaml", text, Path.of("/nonexistent"));
        assertThat(file.problems())
                .allSatisfy(problem -> assertThat(problem.at().line()).isPositive());
    }

    private List<String> problems(String text) throws IOException {
        return read(text).problems().stream().map(Problem::toString).toList();
    }

    private TopologyFile read(String text) throws IOException {
        return TopologyFile.read("t.yaml", text, folder);
    }
}
