package dev.perch.fabric.linux.nft;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.netlink.Attributes;
import dev.perch.fabric.linux.netlink.Message;
import dev.perch.fabric.linux.netlink.NetlinkSocket;
import dev.perch.fabric.linux.netlink.Received;
import dev.perch.net.Bytes;
import dev.perch.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The elements of our tables' sets in one namespace, over nfnetlink: exact, without a cache, in transactions. */
public final class Nftables implements AutoCloseable {
    /** Elements in one message; a netlink attribute ends at 64 KiB. */
    private static final int CHUNK = 400;

    private final NetlinkSocket socket;

    private Nftables(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** In the namespace of the calling thread. */
    public static Nftables open() {
        return new Nftables(NetlinkSocket.open(NetlinkSocket.NETFILTER));
    }

    /** The port number of the socket, which notifications about our own changes carry. */
    public int port() {
        return socket.port();
    }

    /** Every element of every set that the fabric fills; none when there is no table. */
    public List<Element> elements() {
        return Stream.of(SetKind.values())
                .filter(SetKind::isPlanned)
                .flatMap(set -> elements(set).stream())
                .toList();
    }

    private List<Element> elements(SetKind set) {
        return dump(set.table(), set.setName()).stream()
                .map(item -> element(set, Attributes.parse(item, 0)))
                .toList();
    }

    /** What is in an anonymous set, which never changes, in words that are the same for the same contents. */
    String contents(Table table, String set) {
        return dump(table, set).stream()
                .map(HexFormat.of()::formatHex)
                .sorted()
                .toList()
                .toString();
    }

    /** Elements in a notification of this kind; empty for other sets and tables. */
    static List<Element> elements(Received message) {
        Attributes attributes = message.attributes(NftMessages.FIXED);
        return NftMessages.table(message, NftMessages.LIST_TABLE)
                .flatMap(table -> SetKind.named(
                        table, attributes.text(NftMessages.LIST_SET).orElse("")))
                .filter(SetKind::isPlanned)
                .map(set -> attributes.nested(NftMessages.LIST_ELEMENTS).all().stream()
                        .map(item -> element(set, Attributes.parse(item.value(), 0)))
                        .toList())
                .orElse(List.of());
    }

    /**
     * The elements of a set, each once. The kernel grows a hash set after the change that filled it, and the listing that
     * is then on its way goes on in the new order from where it was in the old one: some elements come twice, as many do
     * not come, and nothing says so (nft_rhash_walk in the kernel's nft_set_hash.c). So one that repeats nothing is whole.
     */
    private List<byte[]> dump(Table table, String set) {
        Message message = NftMessages.message(table, NftMessages.GETSETELEM, Message.DUMP)
                .attribute(NftMessages.LIST_TABLE, Table.NAME)
                .attribute(NftMessages.LIST_SET, set);
        try {
            return items(socket.dump(message, "list set " + set, all -> isWithoutRepetition(items(all))));
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<byte[]> items(List<Received> listing) {
        return listing.stream()
                .filter(m -> NftMessages.kind(m.type()) == NftMessages.NEWSETELEM)
                .flatMap(m -> m.attributes(NftMessages.FIXED).nested(NftMessages.LIST_ELEMENTS).all().stream())
                .map(Attributes.Attribute::value)
                .toList();
    }

    /** By what makes elements distinct: of two neighbouring intervals one ends at the key where the other begins. */
    static boolean isWithoutRepetition(List<byte[]> items) {
        Set<List<Bytes>> seen = new HashSet<>();
        return items.stream()
                .map(item -> Attributes.parse(item, 0))
                .allMatch(item -> seen.add(List.of(
                        value(item, NftMessages.ELEM_KEY),
                        value(item, NftMessages.ELEM_KEY_END),
                        item.bytes(NftMessages.ELEM_FLAGS).map(Bytes::of).orElse(Bytes.EMPTY))));
    }

    private static Element element(SetKind set, Attributes item) {
        return new Element(
                set,
                value(item, NftMessages.ELEM_KEY),
                value(item, NftMessages.ELEM_KEY_END),
                set.given().map(given -> given(given, item)).orElse(Bytes.EMPTY));
    }

    private static Bytes given(Given given, Attributes item) {
        return switch (given) {
            case ADDRESS, GROUPS, SCOPE -> value(item, NftMessages.ELEM_DATA);
            case RATE -> Limit.rate(item);
            case VERDICT ->
                Bytes.of(item.nested(NftMessages.ELEM_DATA)
                        .nested(NftMessages.DATA_VERDICT)
                        .text(NftMessages.VERDICT_CHAIN)
                        .orElse(Given.ACCEPT)
                        .getBytes(StandardCharsets.US_ASCII));
        };
    }

    private static void verdict(Message item, String chain) {
        item.nest(
                NftMessages.ELEM_DATA,
                data -> data.nest(NftMessages.DATA_VERDICT, verdict -> {
                    if (chain.equals(Given.ACCEPT)) {
                        verdict.attribute32BigEndian(NftMessages.VERDICT_CODE, NftMessages.ACCEPT);
                    } else {
                        verdict.attribute32BigEndian(NftMessages.VERDICT_CODE, NftMessages.GOTO)
                                .attribute(NftMessages.VERDICT_CHAIN, chain);
                    }
                }));
    }

    private static Bytes value(Attributes item, int kind) {
        return item.nested(kind).bytes(NftMessages.DATA_VALUE).map(Bytes::of).orElse(Bytes.EMPTY);
    }

    /** The element with this one's set and key as it is now: a map may give other data. */
    public Optional<Element> find(Element element) {
        Message message = NftMessages.message(element.set().table(), NftMessages.GETSETELEM, Message.ACK)
                .attribute(NftMessages.LIST_TABLE, Table.NAME)
                .attribute(NftMessages.LIST_SET, element.set().setName())
                .nest(NftMessages.LIST_ELEMENTS, list -> put(list, element, false));
        return socket.get(message, "look at element " + element.line())
                .map(m -> m.attributes(NftMessages.FIXED).nested(NftMessages.LIST_ELEMENTS))
                .flatMap(list -> list.all().stream().findFirst())
                .map(item -> element(element.set(), Attributes.parse(item.value(), 0)));
    }

    /** Removes and adds elements in one transaction. Removing what is not there and adding what is succeed. */
    public void change(Collection<Element> remove, Collection<Element> add) {
        List<Message> messages = new ArrayList<>();
        messages.add(NftMessages.begin());
        bySet(remove).forEach((set, all) -> messages.addAll(batch(NftMessages.DESTROYSETELEM, 0, set, all)));
        bySet(add).forEach((set, all) -> messages.addAll(batch(NftMessages.NEWSETELEM, Message.CREATE, set, all)));
        messages.add(NftMessages.end());
        socket.transaction(messages, "change " + (remove.size() + add.size()) + " elements");
    }

    private static Map<SetKind, List<Element>> bySet(Collection<Element> elements) {
        Map<SetKind, List<Element>> bySet = new EnumMap<>(SetKind.class);
        elements.forEach(
                e -> bySet.computeIfAbsent(e.set(), s -> new ArrayList<>()).add(e));
        return bySet;
    }

    private static List<Message> batch(int kind, int flags, SetKind set, List<Element> all) {
        List<Message> messages = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<Element> part = all.subList(from, Math.min(from + CHUNK, all.size()));
            messages.add(NftMessages.message(set.table(), kind, flags | Message.ACK)
                    .attribute(NftMessages.LIST_TABLE, Table.NAME)
                    .attribute(NftMessages.LIST_SET, set.setName())
                    .nest(
                            NftMessages.LIST_ELEMENTS,
                            list -> part.forEach(e -> put(list, e, kind == NftMessages.NEWSETELEM))));
        }
        return messages;
    }

    private static void put(Message list, Element element, boolean withData) {
        list.nest(NftMessages.LIST_ELEM, item -> {
            data(item, NftMessages.ELEM_KEY, element.key());
            if (!element.end().isEmpty()) {
                data(item, NftMessages.ELEM_KEY_END, element.end());
            }
            if (withData) {
                element.set().given().ifPresent(given -> {
                    switch (given) {
                        case ADDRESS, GROUPS, SCOPE -> data(item, NftMessages.ELEM_DATA, element.data());
                        case RATE -> Limit.put(item, Given.rate(element.data()));
                        case VERDICT -> verdict(item, Given.chain(element.data()));
                    }
                });
            }
        });
    }

    private static void data(Message item, int kind, Bytes value) {
        item.nest(kind, data -> data.attribute(NftMessages.DATA_VALUE, value.toArray()));
    }

    /** Packets counted in a set of drops, by link. */
    public Map<String, Long> drops(String set) {
        Map<String, Long> drops = new HashMap<>();
        counters(Table.PORTS, set).forEach((key, packets) -> {
            if (key.length() >= Field.INTERFACE.room()) {
                drops.put(Field.interfaceName(key, 0), packets);
            }
        });
        return drops;
    }

    /** Packets counted in sets of the edge's table, by address. */
    public Map<IpAddress, Long> counted(List<String> sets) {
        Map<IpAddress, Long> counted = new HashMap<>();
        sets.forEach(set ->
                counters(Table.EDGE, set).forEach((key, packets) -> counted.put(IpAddress.of(key.toArray()), packets)));
        return counted;
    }

    /** The packets that each element of a set has counted, by its key. */
    Map<Bytes, Long> counters(Table table, String set) {
        Map<Bytes, Long> counters = new HashMap<>();
        for (byte[] item : dump(table, set)) {
            Attributes element = Attributes.parse(item, 0);
            Attributes counter = element.nested(NftMessages.ELEM_EXPR).nested(NftMessages.EXPR_DATA);
            counters.put(value(element, NftMessages.ELEM_KEY), counter.longBigEndian(NftMessages.COUNTER_PACKETS));
        }
        return counters;
    }

    /** Forgets the drops of a link. */
    public void forgetDrops(Collection<String> sets, String link) {
        forget(Table.PORTS, sets, SetKind.UNCHECKED.element(link).key());
    }

    /** Removes what the rules themselves put into sets under a key. */
    void forget(Table table, Collection<String> sets, Bytes key) {
        List<Message> messages = new ArrayList<>();
        messages.add(NftMessages.begin());
        for (String set : sets) {
            messages.add(NftMessages.message(table, NftMessages.DESTROYSETELEM, Message.ACK)
                    .attribute(NftMessages.LIST_TABLE, Table.NAME)
                    .attribute(NftMessages.LIST_SET, set)
                    .nest(
                            NftMessages.LIST_ELEMENTS,
                            list -> list.nest(NftMessages.LIST_ELEM, item -> data(item, NftMessages.ELEM_KEY, key))));
        }
        messages.add(NftMessages.end());
        socket.transaction(messages, "forget counters");
    }

    NetlinkSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
    }
}
