package dev.perch.net;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class AddressPropertyTest {

    @Property
    boolean textOfAnyIpv4AddressReadsBack(@ForAll int bits) {
        Ipv4Address address = new Ipv4Address(bits);
        return IpAddress.of(address.toString()).equals(address)
                && IpAddress.of(address.bytes()).equals(address);
    }

    @Property
    boolean textOfAnyIpv6AddressReadsBack(@ForAll long high, @ForAll long low, @ForAll long mask) {
        // The mask makes runs of zero groups likely.
        Ipv6Address address = new Ipv6Address(high & spread(mask), low & spread(mask >>> 4));
        return IpAddress.of(address.toString()).equals(address)
                && IpAddress.of(address.bytes()).equals(address);
    }

    @Property
    void noTextMakesTheParserThrow(@ForAll @StringLength(max = 60) String text) {
        assertThat(IpAddress.parse(text)).isNotNull();
        assertThat(IpPrefix.parse(text)).isNotNull();
        assertThat(MacAddress.parse(text)).isNotNull();
    }

    @Property
    boolean prefixesOverlapWhenTheirRangesMeet(
            @ForAll int a, @ForAll @IntRange(max = 32) int m, @ForAll int b, @ForAll @IntRange(max = 32) int n) {
        IpPrefix one = new IpPrefix(new Ipv4Address(a), m);
        IpPrefix other = new IpPrefix(new Ipv4Address(b), n);
        boolean shared =
                one.first().compareTo(other.last()) <= 0 && other.first().compareTo(one.last()) <= 0;
        return one.overlaps(other) == shared && other.overlaps(one) == shared;
    }

    @Property
    boolean textOfAnyPrefixReadsBack(@ForAll long high, @ForAll long low, @ForAll @IntRange(max = 128) int length) {
        IpPrefix prefix = new IpPrefix(new Ipv6Address(high, low), length);
        return IpPrefix.of(prefix.toString()).equals(prefix) && prefix.network().isNetwork();
    }

    @Property
    boolean textAndBytesOfAnyMacReadBack(@ForAll @LongRange(max = 0xffffffffffffL) long bits) {
        MacAddress mac = new MacAddress(bits);
        return MacAddress.of(mac.toString()).equals(mac)
                && MacAddress.of(mac.bytes(), 0).equals(mac);
    }

    /** All ones in each of the four groups whose bit is set. */
    private static long spread(long mask) {
        long out = 0;
        for (int i = 0; i < 4; i++) {
            out |= (mask >>> i & 1) * 0xffffL << 16 * i;
        }
        return out;
    }
}
