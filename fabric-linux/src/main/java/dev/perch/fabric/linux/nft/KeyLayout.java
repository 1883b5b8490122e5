package dev.perch.fabric.linux.nft;

import dev.perch.net.Bytes;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Of what fields the keys of a set are. */
record KeyLayout(List<Field> fields) {
    private static final int ETHERTYPE_IPV4 = 0x0800;

    /** In bytes. */
    int length() {
        return fields.stream().mapToInt(Field::room).sum();
    }

    /** A key of these, as far as it has fields for them. Keys of boxes are made elsewhere ({@link PolicyElements}). */
    Bytes key(String link, Optional<MacAddress> mac, Optional<IpAddress> address) {
        ByteBuffer key = ByteBuffer.allocate(length());
        int at = 0;
        for (Field field : fields) {
            key.position(at);
            switch (field) {
                case INTERFACE -> key.put(link.getBytes(StandardCharsets.US_ASCII));
                case MAC -> key.put(mac.orElseThrow().bytes());
                case MAC_AND_TYPE -> key.put(mac.orElseThrow().bytes()).putShort((short) ETHERTYPE_IPV4);
                case IPV4, IPV6 -> key.put(address.orElseThrow().bytes());
                case GROUPS, STRATUM, SCOPE, PROTOCOL, PORT ->
                    throw new IllegalStateException("a key with " + field + " is a box's");
            }
            at += field.room();
        }
        return Bytes.of(key.array());
    }

    /** The link in a key; empty when there is none. */
    Optional<String> link(Bytes key) {
        return fields.getFirst() == Field.INTERFACE && key.length() >= Field.INTERFACE.room()
                ? Optional.of(Field.interfaceName(key, 0))
                : Optional.empty();
    }

    /** A key in words; hexadecimal when it has another length. */
    String text(Bytes key) {
        if (key.length() != length()) {
            return key.toString();
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (Field field : fields) {
            text.append(at == 0 ? "" : " ").append(field.text(key, at));
            at += field.room();
        }
        return text.toString();
    }
}
