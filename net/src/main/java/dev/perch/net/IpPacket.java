package dev.perch.net;

/** An IPv4 or IPv6 packet. */
public sealed interface IpPacket extends Frame.Payload permits Ipv4Packet, Ipv6Packet {
    /** Protocol number of ICMP (IANA, as the next ones). */
    int ICMP = 1;

    int ICMPV6 = 58;
    int VRRP = 112;

    /** Differentiated services class selector 6, network control (RFC 2474 section 4.2.2), as the whole octet. */
    int NETWORK_CONTROL = 0xc0;

    IpAddress source();

    IpAddress destination();

    /** IPv6's hop limit, IPv4's time to live; 0 to 255. */
    int hopLimit();

    /** The transport packet, past all options and extension headers; malformed when it is one fragment of several. */
    Parsed<Upper> upper();

    /**
     * A transport packet.
     *
     * @param protocol its IANA protocol number; 59 is none
     * @param fragment whether a fragment header stood before it, though it is whole (RFC 6946)
     */
    record Upper(int protocol, Bytes payload, boolean fragment) {}

    /** A packet around an upper-layer packet, with both addresses of one family. */
    static IpPacket of(
            IpAddress source, IpAddress destination, int trafficClass, int hopLimit, int protocol, Bytes payload) {
        if (source instanceof Ipv4Address from && destination instanceof Ipv4Address to) {
            return new Ipv4Packet(trafficClass, 0, 0, hopLimit, protocol, from, to, Bytes.EMPTY, payload);
        }
        if (source instanceof Ipv6Address from && destination instanceof Ipv6Address to) {
            return new Ipv6Packet(trafficClass, 0, protocol, hopLimit, from, to, payload);
        }
        throw new IllegalArgumentException(source + " and " + destination + " are of different families");
    }
}
