package dev.perch.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        // RFC 5952 section 1, 2 and 4
        "2001:db8:0:0:1:0:0:1,              2001:db8::1:0:0:1",
        "2001:0db8:0:0:1:0:0:1,             2001:db8::1:0:0:1",
        "2001:db8::1:0:0:1,                 2001:db8::1:0:0:1",
        "2001:db8::0:1:0:0:1,               2001:db8::1:0:0:1",
        "2001:0db8::1:0:0:1,                2001:db8::1:0:0:1",
        "2001:db8:0:0:1::1,                 2001:db8::1:0:0:1",
        "2001:DB8:0:0:1::1,                 2001:db8::1:0:0:1",
        "2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:1",
        "2001:db8:aaaa:bbbb:cccc:dddd::1,   2001:db8:aaaa:bbbb:cccc:dddd:0:1",
        "2001:db8:0:1:1:1:1:1,              2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1,               2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1,                2001:0:0:1::1",
        "2001:db8::,                        2001:db8::",
        "2001:db8:0:0:0:0:2:1,              2001:db8::2:1",
        // RFC 4291 section 2.2
        "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789, abcd:ef01:2345:6789:abcd:ef01:2345:6789",
        "FF01:0:0:0:0:0:0:101,              ff01::101",
        "0:0:0:0:0:0:0:1,                   ::1",
        "0:0:0:0:0:0:0:0,                   ::",
        "0:0:0:0:0:0:13.1.68.3,             ::d01:4403",
        "0:0:0:0:0:FFFF:129.144.52.38,      ::ffff:129.144.52.38",
        "::FFFF:129.144.52.38,              ::ffff:129.144.52.38",
        "64:ff9b::192.0.2.33,               64:ff9b::c000:221",
        "1:2:3:4:5:6:7::,                   1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8,                   0:2:3:4:5:6:7:8",
        "0.0.0.0,                           0.0.0.0",
        "255.255.255.255,                   255.255.255.255",
        "192.168.0.100,                     192.168.0.100",
    })
    void isWrittenInItsCanonicalForm(String text, String canonical) {
        assertThat(IpAddress.of(text)).hasToString(canonical);
        assertThat(IpAddress.of(canonical)).isEqualTo(IpAddress.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "256.1.1.1",
                "1.1.1.1111",
                "01.2.3.4",
                "1.2.3.04",
                "+1.2.3.4",
                "-1.2.3.4",
                "0x1.2.3.4",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4/24",
                "١.٢.٣.٤",
                ":",
                ":::",
                "1:::2",
                "1::2::3",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1::2:3:4:5:6:7:8",
                "12345::",
                "g::",
                "::1%eth0",
                "[::1]",
                "::1.2.3",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::256.1.1.1",
                "::01.2.3.4",
                "fe80::1/64",
                "１::",
                "0000:0000:0000:0000:0000:0000:255.255.255.2555",
            })
    void refusesWhatIsNoAddressWithAReason(String text) {
        assertThat(IpAddress.parse(text)).isInstanceOfSatisfying(Malformed.class, malformed -> {
            assertThat(malformed.what()).isEqualTo("IP address");
            assertThat(malformed.rule()).isNotBlank();
        });
        assertThatThrownBy(() -> IpAddress.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesNull() {
        assertThat(IpAddress.parse(null)).isInstanceOf(Malformed.class);
    }

    @Test
    void addressesAreOrderedByFamilyThenUnsigned() {
        List<IpAddress> ordered = Stream.of(
                        "0.0.0.0", "10.0.0.2", "10.0.0.10", "192.168.0.1", "::", "::2", "::ffff", "8000::", "ff02::1")
                .map(IpAddress::of)
                .toList();
        assertThat(ordered.reversed().stream().sorted()).containsExactlyElementsOf(ordered);
    }

    @Test
    void kindsOfAddressesAreKnownByTheirPrefix() {
        assertThat(IpAddress.of("224.0.0.18").isMulticast()).isTrue();
        assertThat(IpAddress.of("239.255.255.255").isMulticast()).isTrue();
        assertThat(IpAddress.of("240.0.0.1").isMulticast()).isFalse();
        assertThat(IpAddress.of("223.255.255.255").isMulticast()).isFalse();
        assertThat(IpAddress.of("ff02::12").isMulticast()).isTrue();
        assertThat(IpAddress.of("fe80::1").isMulticast()).isFalse();
        assertThat(IpAddress.of("169.254.1.1").isLinkLocal()).isTrue();
        assertThat(IpAddress.of("169.253.1.1").isLinkLocal()).isFalse();
        assertThat(IpAddress.of("febf::1").isLinkLocal()).isTrue();
        assertThat(IpAddress.of("fec0::1").isLinkLocal()).isFalse();
        assertThat(IpAddress.of("0.0.0.0").isUnspecified()).isTrue();
        assertThat(IpAddress.of("::").isUnspecified()).isTrue();
        assertThat(IpAddress.of("::1").isUnspecified()).isFalse();
    }

    @Test
    void addressesCountOnAndStopAtTheEndOfTheirFamily() {
        assertThat(IpAddress.of("10.0.0.255").plus(1)).hasToString("10.0.1.0");
        assertThat(IpAddress.of("::ffff:ffff:ffff:ffff").plus(1)).hasToString("0:0:0:1::");
        assertThat(IpAddress.of("10.0.0.1").plus(-2)).hasToString("9.255.255.255");
        assertThatThrownBy(() -> IpAddress.of("255.255.255.255").plus(1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> IpAddress.of("::").plus(-1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> IpAddress.of(new byte[5])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void derivesLinkLocalAndSolicitedNodeAddresses() {
        // As the kernel does: fe80::f816:3eff:fe00:5 is what it gave the NIC of the captured frames.
        assertThat(Ipv6Address.linkLocalOf(MacAddress.of("fa:16:3e:00:00:05"))).hasToString("fe80::f816:3eff:fe00:5");
        // RFC 4291 section 2.7.1
        Ipv6Address address = (Ipv6Address) IpAddress.of("4037::01:800:200e:8c6c");
        assertThat(address.solicitedNode()).hasToString("ff02::1:ff0e:8c6c");
        assertThat(address.solicitedNode().isSolicitedNode()).isTrue();
        assertThat(address.isSolicitedNode()).isFalse();
        assertThat(Ipv6Address.ALL_NODES.isSolicitedNode()).isFalse();
    }
}
