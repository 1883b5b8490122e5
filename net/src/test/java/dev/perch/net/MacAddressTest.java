package dev.perch.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {

    @Test
    void isWrittenInLowerCaseWithColons() {
        assertThat(MacAddress.of("FA:16:3E:0a:00:05")).hasToString("fa:16:3e:0a:00:05");
        assertThat(MacAddress.BROADCAST).hasToString("ff:ff:ff:ff:ff:ff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fa:16:3e:00:00",
                "fa:16:3e:00:00:05:06",
                "fa-16-3e-00-00-05",
                "fa163e000005",
                "fa:16:3e:00:00:g5",
                "fa:16:3e:00:00:05 ",
                "fa:16:3e:00:00::5",
            })
    void refusesOtherText(String text) {
        assertThat(MacAddress.parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesNullAndMoreThan48Bits() {
        assertThat(MacAddress.parse(null)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> new MacAddress(1L << 48)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MacAddress(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void virtualRoutersHaveTheirOwn() {
        MacAddress mac = MacAddress.ofVirtualRouter(Family.IPV4, 51);
        assertThat(mac).hasToString("00:00:5e:00:01:33");
        assertThat(mac.isVirtualRouter()).isTrue();
        assertThat(MacAddress.ofVirtualRouter(Family.IPV6, 255)).hasToString("00:00:5e:00:02:ff");
        assertThat(MacAddress.of("00:00:5e:00:01:00").isVirtualRouter()).isFalse();
        assertThat(MacAddress.of("00:00:5e:00:03:01").isVirtualRouter()).isFalse();
        assertThatThrownBy(() -> MacAddress.ofVirtualRouter(Family.IPV4, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void groupsMapToTheirEthernetGroup() {
        assertThat(MacAddress.ofGroup(Vrrp.GROUP_IPV4)).hasToString("01:00:5e:00:00:12");
        assertThat(MacAddress.ofGroup(Vrrp.GROUP_IPV6)).hasToString("33:33:00:00:00:12");
        assertThat(MacAddress.ofGroup(IpAddress.of("239.255.0.1"))).hasToString("01:00:5e:7f:00:01");
        assertThat(MacAddress.ofGroup(IpAddress.of("ff02::1:ff00:64"))).hasToString("33:33:ff:00:00:64");
        assertThat(MacAddress.ofGroup(Ipv6Address.ALL_NODES).isMulticast()).isTrue();
        assertThatThrownBy(() -> MacAddress.ofGroup(IpAddress.of("10.0.0.1")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
