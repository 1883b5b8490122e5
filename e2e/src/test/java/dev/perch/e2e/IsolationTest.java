package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.testkit.Await;
import dev.perch.testkit.Earshot;
import dev.perch.testkit.Frames;
import dev.perch.testkit.Lab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two VPCs that are the same to the last address do not see each other. */
class IsolationTest {
    private static final String VIP = "10.34.1.100";

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        for (String side : List.of("left", "right")) {
            String script = Topologies.answering(Topologies.adds(VIP + "/24"));
            lab.apply("""
                    {
                      "vpcs": [{"name": "%1$s", "cidr": "10.34.0.0/16", "subnets": [
                          {"name": "front", "cidr": "10.34.1.0/24"}, {"name": "clients", "cidr": "10.34.2.0/24"}]}],
                      "servers": [
                          {"name": "%1$s-web", "user_data": %2$s,
                              "nics": [{"subnet": "%1$s/front", "address": "10.34.1.11"}]},
                          {"name": "%1$s-neighbour", "nics": [{"subnet": "%1$s/front", "address": "10.34.1.20"}]},
                          {"name": "%1$s-client", "nics": [{"subnet": "%1$s/clients", "address": "10.34.2.20"}]}],
                      "vips": [{"name": "%1$s", "subnet": "%1$s/front", "address": "10.34.1.100",
                          "bind": ["%1$s-web"]}]
                    }
                    """.formatted(side, Topologies.json(script)));
        }
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @BeforeEach
    void bothAnswer() {
        for (String side : List.of("left", "right")) {
            for (String who : List.of("-neighbour", "-client")) {
                Await.until(
                        side + who + " is answered",
                        Duration.ofSeconds(5),
                        () -> answer(side + who),
                        (side + "-web\n")::equals);
            }
        }
    }

    @Test
    void eachIsAnsweredByItsOwnServerAndHasItsOwnHolder() {
        for (String side : List.of("left", "right")) {
            assertThat(lab.holder(side)).isEqualTo(side + "-web");
            assertThat(lab.kernel().neighbour(side + "-neighbour", VIP)).isEqualTo(lab.mac(side + "-web"));
            assertThat(lab.kernel().routerNeighbour(side, side + "/front", VIP)).isEqualTo(lab.mac(side + "-web"));
        }
        assertThat(lab.mac("left-web")).isNotEqualTo(lab.mac("right-web"));
    }

    @Test
    void noFrameOfOneReachesTheOther() {
        String everybody = "'ff:ff:ff:ff:ff:ff'";
        try (Earshot left = lab.listen("left-neighbour");
                Earshot right = lab.listen("right-neighbour")) {
            for (Map.Entry<String, String> from :
                    List.of(Map.entry("left-web", "left"), Map.entry("right-web", "right"))) {
                new Frames(lab, from.getKey())
                        .send("Ether(src=me, dst=" + everybody + ")/IP(src='10.34.1.11', dst='255.255.255.255')"
                                + "/UDP(sport=4000, dport=4000)/Raw(b'<" + from.getValue() + ">')");
            }
            new Frames(lab, "left-web").send(udp("left-neighbour", "end"));
            new Frames(lab, "right-web").send(udp("right-neighbour", "end"));
            assertThat(left.until("end")).containsExactly("left", "end");
            assertThat(right.until("end")).containsExactly("right", "end");
        }
    }

    @Test
    void whatHappensToOneIsNotNoticedInTheOther() {
        int moves = lab.moves("right").size();
        lab.api()
                .post("/ops/v1/servers/left-web/stop", "{\"mode\":\"power-off\"}")
                .ok();
        Await.until("nobody holds the left one", Duration.ofSeconds(5), () -> lab.holder("left"), String::isEmpty);

        assertThat(answer("left-client")).isEmpty();
        assertThat(answer("right-client")).isEqualTo("right-web\n");
        assertThat(answer("right-neighbour")).isEqualTo("right-web\n");
        assertThat(lab.holder("right")).isEqualTo("right-web");
        assertThat(lab.moves("right")).hasSize(moves);

        lab.api().post("/ops/v1/servers/left-web/start", "").ok();
        lab.settled();
    }

    private static String udp(String to, String word) {
        return Frames.udp("me", lab.mac(to), "10.34.1.11", "10.34.1.20", word);
    }

    private static String answer(String from) {
        return lab.exec(from, "curl -s -m 2 http://" + VIP + "/").out();
    }
}
