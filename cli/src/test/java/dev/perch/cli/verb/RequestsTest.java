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
                    port set p --check on --pairs none | PATCH ports/p {"check":true,"pairs":[]}
                    port set p --pairs 10.0.0.0/24,fd00::/64 | PATCH ports/p {"pairs":["10.0.0.0/24","fd00::/64"]}
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
        "vip create w"
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
