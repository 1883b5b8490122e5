package dev.perch.fabric.linux.nft;

import dev.perch.net.Bytes;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The sets of our tables that the fabric fills; {@code rules.nft}, {@code edge.nft} and {@code arp.nft} say what each is for. */
public enum SetKind {
    SOURCE4("source4", Field.INTERFACE, Field.MAC_AND_TYPE, Field.IPV4),
    SOURCE6("source6", Field.INTERFACE, Field.MAC, Field.IPV6),
    DESTINATION4("destination4", Field.INTERFACE, Field.IPV4),
    DESTINATION6("destination6", Field.INTERFACE, Field.IPV6),
    MACS("macs", Field.INTERFACE, Field.MAC),
    CLAIMS4("claims4", Field.INTERFACE, Field.IPV4),
    CLAIMS6("claims6", Field.INTERFACE, Field.IPV6),
    VIPS4("vips4", Field.IPV4),
    VIPS6("vips6", Field.IPV6),
    FENCED4("fenced4", Field.INTERFACE, Field.IPV4),
    FENCED6("fenced6", Field.INTERFACE, Field.IPV6),
    SELF4("self4", Field.INTERFACE),
    VRRP("vrrp", Field.INTERFACE),
    SILENCED("silenced", Field.INTERFACE),
    UNCHECKED("unchecked", Field.INTERFACE),
    BLOCKS4("blocks4", Field.INTERFACE, Field.IPV4),
    BLOCKS6("blocks6", Field.INTERFACE, Field.IPV6),
    GROUPS("groups", Field.INTERFACE),
    MARKS("marks", Field.INTERFACE),
    OWNERS4("owners4", Field.IPV4),
    OWNERS6("owners6", Field.IPV6),
    PEERS4("peers4", Field.INTERFACE, Field.IPV4),
    PEERS6("peers6", Field.INTERFACE, Field.IPV6),
    STRATA("strata", Field.SCOPE),
    ANYWHERE("anywhere", Field.STRATUM, Field.PROTOCOL, Field.PORT),
    BOXES4("boxes4", Field.IPV4, Field.STRATUM, Field.PROTOCOL, Field.PORT),
    BOXES6("boxes6", Field.IPV6, Field.STRATUM, Field.PROTOCOL, Field.PORT),
    MEMBERS("members", Field.GROUPS, Field.STRATUM, Field.PROTOCOL, Field.PORT),
    INWARD4(Table.EDGE, "inward4", Field.IPV4),
    INWARD6(Table.EDGE, "inward6", Field.IPV6),
    OUTWARD4(Table.EDGE, "outward4", Field.IPV4),
    OUTWARD6(Table.EDGE, "outward6", Field.IPV6),
    LIMIT_IN4(Table.EDGE, "limit_in4", Field.IPV4),
    LIMIT_IN6(Table.EDGE, "limit_in6", Field.IPV6),
    LIMIT_OUT4(Table.EDGE, "limit_out4", Field.IPV4),
    LIMIT_OUT6(Table.EDGE, "limit_out6", Field.IPV6),
    UNHELD4(Table.EDGE, "unheld4", Field.IPV4),
    UNHELD6(Table.EDGE, "unheld6", Field.IPV6),
    ANSWERED(Table.ARP, "answered", Field.IPV4);

    private static final Set<SetKind> INWARD = EnumSet.of(INWARD4, INWARD6);
    private static final Set<SetKind> OUTWARD = EnumSet.of(OUTWARD4, OUTWARD6);
    private static final Set<SetKind> LIMITS = EnumSet.of(LIMIT_IN4, LIMIT_IN6, LIMIT_OUT4, LIMIT_OUT6);
    private static final Set<SetKind> SHARED = EnumSet.of(VIPS4, VIPS6, OWNERS4, OWNERS6);

    private final Table table;
    private final String setName;
    private final KeyLayout layout;

    SetKind(String setName, Field... fields) {
        this(Table.PORTS, setName, fields);
    }

    SetKind(Table table, String setName, Field... fields) {
        this.table = table;
        this.setName = setName;
        this.layout = new KeyLayout(List.of(fields));
    }

    public Table table() {
        return table;
    }

    /** The set's name in the table. */
    public String setName() {
        return setName;
    }

    static Optional<SetKind> named(Table table, String setName) {
        for (SetKind kind : values()) {
            if (kind.table == table && kind.setName.equals(setName)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** What each element gives; empty for a set of keys alone. */
    Optional<Given> given() {
        if (LIMITS.contains(this)) {
            return Optional.of(Given.RATE);
        }
        return switch (this) {
            case SELF4, INWARD4, INWARD6, OUTWARD4, OUTWARD6 -> Optional.of(Given.ADDRESS);
            case SOURCE4, SOURCE6, DESTINATION4, DESTINATION6 -> Optional.of(Given.VERDICT);
            case GROUPS, MARKS, OWNERS4, OWNERS6 -> Optional.of(Given.GROUPS);
            case STRATA -> Optional.of(Given.SCOPE);
            default -> Optional.empty();
        };
    }

    /** Whether its elements follow from intents; others are set as things happen, and are nobody's drift. */
    public boolean isPlanned() {
        return this != UNHELD4 && this != UNHELD6;
    }

    /** The EIP that an element of this set is for; empty in other sets. */
    Optional<IpAddress> eip(Bytes key, Bytes data) {
        if (OUTWARD.contains(this)) {
            return Optional.of(IpAddress.of(data.toArray()));
        }
        return INWARD.contains(this) || LIMITS.contains(this) || this == ANSWERED
                ? Optional.of(IpAddress.of(key.toArray()))
                : Optional.empty();
    }

    /** Whether its elements are about addresses, which are several ports'. */
    boolean isShared() {
        return SHARED.contains(this);
    }

    /** Whether its elements are what the VPC's security groups let through. */
    public boolean isPolicy() {
        return this == STRATA || this == ANYWHERE || this == BOXES4 || this == BOXES6 || this == MEMBERS;
    }

    /** Bytes of a key. */
    public int keyLength() {
        return layout.length();
    }

    /** An element keyed by a link alone. */
    public Element element(String link) {
        return new Element(this, layout.key(link, Optional.empty(), Optional.empty()), Bytes.EMPTY, Bytes.EMPTY);
    }

    public Element element(String link, MacAddress mac) {
        return new Element(this, layout.key(link, Optional.of(mac), Optional.empty()), Bytes.EMPTY, Bytes.EMPTY);
    }

    public Element element(String link, IpAddress address) {
        return new Element(this, layout.key(link, Optional.empty(), Optional.of(address)), Bytes.EMPTY, Bytes.EMPTY);
    }

    public Element element(String link, MacAddress mac, IpAddress address) {
        return new Element(this, layout.key(link, Optional.of(mac), Optional.of(address)), Bytes.EMPTY, Bytes.EMPTY);
    }

    /** An element keyed by an address alone. */
    public Element element(IpAddress address) {
        return element("", address);
    }

    /** All addresses of a block. */
    public Element element(String link, IpPrefix block) {
        return new Element(
                this,
                layout.key(link, Optional.empty(), Optional.of(block.first())),
                layout.key(link, Optional.empty(), Optional.of(block.last())),
                Bytes.EMPTY);
    }

    /** An element that gives an address for a link. */
    public Element mapping(String link, IpAddress value) {
        return new Element(
                this, layout.key(link, Optional.empty(), Optional.empty()), Bytes.EMPTY, Bytes.of(value.bytes()));
    }

    /** An element that gives an address for an address. */
    public Element mapping(IpAddress address, IpAddress value) {
        return new Element(
                this, layout.key("", Optional.empty(), Optional.of(address)), Bytes.EMPTY, Bytes.of(value.bytes()));
    }

    /** An element with a rate in bytes a second. */
    public Element limit(IpAddress address, long rate) {
        return new Element(
                this,
                layout.key("", Optional.empty(), Optional.of(address)),
                Bytes.EMPTY,
                Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(rate).array()));
    }

    /** The link in a key; empty when the set is not keyed by link. */
    Optional<String> link(Bytes key) {
        return layout.link(key);
    }

    /** A key in words; hexadecimal when its length is not this set's. */
    String text(Bytes key) {
        return layout.text(key);
    }
}
