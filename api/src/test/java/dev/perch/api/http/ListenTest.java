package dev.perch.api.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perch.api.auth.BootstrapToken;
import dev.perch.api.ops.OpsEnvelope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenTest {

    @Test
    void aPortThatSomebodyElseHasEndsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ApiServer.start(config("127.0.0.1", taken.getLocalPort())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void anAddressThatIsNotOfThisMachineEndsTheStart() {
        assertThatThrownBy(() -> ApiServer.start(config("192.0.2.1", 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot listen on 192.0.2.1:0");
    }

    private static ApiServer.Config config(String host, int port) {
        return new ApiServer.Config(
                host,
                port,
                new BootstrapToken("0123456789abcdef"),
                List.of(),
                path -> OpsEnvelope.PLAIN,
                new Figures());
    }
}
