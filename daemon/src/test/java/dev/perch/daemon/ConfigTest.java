package dev.perch.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.daemon.Config.Action;
import dev.perch.fabric.linux.ProviderNetwork;
import dev.perch.model.ProviderPools;
import dev.perch.net.Malformed;
import dev.perch.net.Parsed;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {

    @Test
    void withoutOptionsItServesOnLoopback() {
        Config config = Config.parse(List.of()).orThrow();

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.data()).isEqualTo(Path.of("/var/lib/perch"));
        assertThat(config.store()).isEmpty();
        assertThat(config.action()).isEqualTo(Action.SERVE);
        assertThat(config.provider()).isEqualTo(new Provider(new ProviderNetwork.Host(), ProviderPools.DEFAULT));
    }

    @Test
    void everyOptionIsTaken() {
        Config config = Config.parse(List.of(
                        "--data", "/srv/p", "--listen", "[::1]:8080", "--store", "postgresql://db/perch", "--purge"))
                .orThrow();

        assertThat(config.data()).isEqualTo(Path.of("/srv/p"));
        assertThat(config.host()).isEqualTo("[::1]");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.store()).contains("postgresql://db/perch");
        assertThat(config.action()).isEqualTo(Action.PURGE);
    }

    @Test
    void theProviderNetworkIsConfigured() {
        Provider bridged = Config.parse(List.of(
                        "--provider",
                        "bridge:br0",
                        "--eip-pool",
                        "203.0.113.0/24",
                        "--eip-gateway",
                        "203.0.113.254",
                        "--eip-pool-v6",
                        "2001:db8::/64",
                        "--eip-gateway-v6",
                        "2001:db8::ff"))
                .orThrow()
                .provider();
        assertThat(bridged.mode()).isEqualTo(new ProviderNetwork.Bridge("br0"));
        assertThat(bridged.pools().ipv4().prefix()).hasToString("203.0.113.0/24");
        assertThat(bridged.pools().ipv4().gateway()).hasToString("203.0.113.254");
        assertThat(bridged.pools().ipv6().prefix()).hasToString("2001:db8::/64");
        assertThat(bridged.pools().ipv6().gateway()).hasToString("2001:db8::ff");
        Provider isolated = Config.parse(List.of("--provider", "isolated", "--eip-pool", "192.0.2.0/24"))
                .orThrow()
                .provider();
        assertThat(isolated.mode()).isEqualTo(new ProviderNetwork.Isolated());
        assertThat(isolated.pools().ipv4().gateway()).hasToString("192.0.2.1");
    }

    @Test
    void aStoreThatCannotBeIsNamedWithTheRule() {
        assertThat(Config.parse(List.of("--store", "bogus://x")))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        no -> assertThat(no)
                                .hasToString(
                                        "--store: a store is postgresql://… or jdbc:postgresql:…, not 'bogus://x'"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "--provider cloud, 'cloud' is not host, isolated or bridge:NAME",
                "--provider bridge:, 'bridge:' is not host, isolated or bridge:NAME",
                "--provider bridge:a-name-too-long-for-linux, is not host",
                "--eip-gateway fe80::1, 'fe80::1' is not an IPv4 address",
                "--eip-gateway 10.0.0.1, 10.0.0.1 is not an address of a router in 198.18.0.0/16",
                "--eip-gateway 198.18.0.0, is not an address of a router",
                "--eip-gateway 198.18.255.255, is not an address of a router",
                "--eip-pool 127.0.0.0/8, --eip-pool: 127.0.0.0/8 is loopback",
                "--eip-pool 224.0.0.0/8, is multicast",
                "--eip-pool ::/64, '::/64' is not a block of IPv4 addresses",
                "--eip-pool 192.0.2.1/24, has host bits set; its network is 192.0.2.0/24",
                "--eip-pool 192.0.2.0/31, has no room for a gateway and EIPs",
                "--eip-pool-v6 192.0.2.0/24, is not a block of IPv6 addresses",
                "--eip-gateway-v6 192.0.2.1, is not an IPv6 address"
            })
    void aProviderNetworkThatCannotBeIsNamedWithTheRule(String words, String rule) {
        assertThat(Config.parse(List.of(words.split(" "))))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        no -> assertThat(no.toString()).contains(rule).contains(words.split(" ")[0]));
    }

    @Test
    void aBridgeNeedsTheGatewaysBehindIt() {
        assertThat(Config.parse(List.of("--provider", "bridge:br0")))
                .isInstanceOfSatisfying(
                        Malformed.class, no -> assertThat(no.toString()).contains("--eip-gateway: is needed"));
        assertThat(Config.parse(List.of(
                        "--provider", "bridge:br0", "--eip-gateway", "198.18.0.9", "--eip-pool-v6", "2001:db8::/64")))
                .isInstanceOfSatisfying(
                        Malformed.class, no -> assertThat(no.toString()).contains("--eip-gateway-v6: is needed"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "--listen 8080, '8080' is not HOST:PORT",
                "--listen host:port, 'host:port' is not HOST:PORT",
                "--listen host:70000, 'host:70000' is not HOST:PORT",
                "--data, needs a value",
                "--colour, '--colour' is unknown"
            })
    void whatCannotBeUsedIsNamedWithTheRule(String words, String rule) {
        Parsed<Config> parsed = Config.parse(List.of(words.split(" ")));

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Malformed.class,
                        no -> assertThat(no.toString()).contains(rule).contains(words.split(" ")[0]));
    }
}
