package dev.perch.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {

    @ParameterizedTest
    @CsvSource({
        "192.168.0.5/24,     192.168.0.0,   192.168.0.255",
        "192.168.0.5,        192.168.0.5,   192.168.0.5",
        "1.1.1.1/0,          0.0.0.0,       255.255.255.255",
        "10.0.0.0/31,        10.0.0.0,      10.0.0.1",
        "2001:db8::64/64,    2001:db8::,    2001:db8::ffff:ffff:ffff:ffff",
        "2001:db8::64/65,    2001:db8::,    2001:db8::7fff:ffff:ffff:ffff",
        "2001:db8::64,       2001:db8::64,  2001:db8::64",
        "::/0,               ::,            ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    })
    void spansFromItsFirstToItsLastAddress(String text, String first, String last) {
        IpPrefix prefix = IpPrefix.of(text);
        assertThat(prefix.first()).hasToString(first);
        assertThat(prefix.last()).hasToString(last);
        assertThat(prefix.contains(prefix.address())).isTrue();
        assertThat(prefix.size())
                .isEqualTo(prefix.last()
                        .toBigInteger()
                        .subtract(prefix.first().toBigInteger())
                        .add(BigInteger.ONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/24",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+1",
                "10.0.0.0/024",
                "10.0.0.0/00",
                "10.0.0.0/8/8",
                "10.0.0.0/ 8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.0/٨",
                "10.0.0/8",
                "::/129",
                "::/1000",
                "0000:0000:0000:0000:0000:0000:255.255.255.255/128 ",
            })
    void refusesWhatIsNoPrefix(String text) {
        assertThat(IpPrefix.parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void keepsItsHostBitsUntilAskedForTheNetwork() {
        assertThat(IpPrefix.of("1.1.1.1/0")).hasToString("1.1.1.1/0");
        assertThat(IpPrefix.of("1.1.1.1/0").isNetwork()).isFalse();
        assertThat(IpPrefix.of("192.168.0.5/24").network()).hasToString("192.168.0.0/24");
        assertThat(IpPrefix.of("192.168.0.0/24").isNetwork()).isTrue();
    }

    @Test
    void blocksContainAndOverlapByAddressesOfTheirFamily() {
        IpPrefix block = IpPrefix.of("10.1.0.0/16");
        assertThat(block.contains(IpAddress.of("10.1.255.255"))).isTrue();
        assertThat(block.contains(IpAddress.of("10.2.0.0"))).isFalse();
        assertThat(block.contains(IpAddress.of("::a01:1"))).isFalse();
        assertThat(block.contains(IpPrefix.of("10.1.2.3/24"))).isTrue();
        assertThat(block.contains(IpPrefix.of("10.0.0.0/8"))).isFalse();
        assertThat(IpPrefix.of("0.0.0.0/0").contains(IpPrefix.of("::/64"))).isFalse();
        assertThat(block.overlaps(IpPrefix.of("10.0.0.0/8"))).isTrue();
        assertThat(block.overlaps(IpPrefix.of("10.1.2.3/24"))).isTrue();
        assertThat(block.overlaps(IpPrefix.of("10.2.0.0/16"))).isFalse();
        assertThat(IpPrefix.of("::/0").overlaps(IpPrefix.of("0.0.0.0/0"))).isFalse();
    }
}
