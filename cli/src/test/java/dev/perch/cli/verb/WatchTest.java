package dev.perch.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.cli.FakeDaemon;
import dev.perch.cli.Ran;
import dev.perch.cli.Samples;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final String SUBJECT = "&subject=0b1f2c3d-0000-4000-8000-000000000005";

    private FakeDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = new FakeDaemon().on("GET vips/web", 200, Samples.VIP);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void aBrokenStreamGoesOnAfterTheLastEventSeen() {
        daemon.on("GET events?after=0" + SUBJECT, 200, ": hello\n\n", moved(8, 4), other(9))
                .on("GET events?after=9" + SUBJECT, 200, moved(9, 4), moved(12, 5));
        Ran ran = Ran.perch(daemon, "vip", "watch", "web", "--count", "2");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("""
                        2026-11-23T11:57:55Z  ipv4  web-a  epoch 3  (now)
                        ipv6  nobody  (now)
                        2026-11-23T11:59:00Z  ipv4  web-a -> web-b  epoch 4  link-down: link of web-a went down
                        2026-11-23T11:59:00Z  ipv4  web-a -> web-b  epoch 5  link-down: link of web-a went down
                        """);
        assertThat(ran.err()).contains("connecting again");
    }

    @Test
    void movesThatWereAlreadyKnownAreNotPrintedAgain() {
        daemon.on("GET events?after=0" + SUBJECT, 200, moved(1, 2), moved(2, 3), moved(3, 4));
        Ran ran = Ran.perch(daemon, "vip", "watch", "web", "--count", "1");
        assertThat(ran.out().lines().filter(line -> line.contains("->")))
                .singleElement()
                .asString()
                .contains("epoch 4");
    }

    @Test
    void aDeadlineWithoutAMoveEndsWithSix() {
        daemon.on("GET events?after=0" + SUBJECT, 200, other(1));
        Ran ran = Ran.perch(daemon, "vip", "watch", "web", "--count", "1", "--timeout", "1");
        assertThat(ran.exit()).isEqualTo(6);
    }

    @Test
    void aRefusalEndsTheWatch() {
        Ran ran = Ran.perch(daemon, "vip", "watch", "nothing", "--timeout", "30");
        assertThat(ran.exit()).isEqualTo(3);
    }

    private static String moved(long sequence, long epoch) {
        String data = "{\"family\":\"ipv4\",\"address\":\"10.0.0.100\",\"epoch\":" + epoch
                + ",\"from\":\"p1\",\"from_server\":\"web-a\",\"to\":\"p2\",\"to_server\":\"web-b\","
                + "\"cause\":\"link-down\",\"evidence\":\"link of web-a went down\"}";
        return "id: " + sequence + "\nevent: vip.moved\ndata: {\"sequence\":" + sequence
                + ",\"at\":\"2026-11-23T11:59:00Z\",\"type\":\"vip.moved\",\"message\":\"m\",\ndata: \"data\":" + data
                + "}\n\n";
    }

    private static String other(long sequence) {
        return "id: " + sequence + "\nevent: port.link\ndata: {\"sequence\":" + sequence
                + ",\"type\":\"port.link\",\"data\":{}}\n\n";
    }
}
