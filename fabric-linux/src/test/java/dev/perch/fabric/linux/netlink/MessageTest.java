package dev.perch.fabric.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void aMessageHasItsHeaderAndAlignedAttributes() {
        Message message = new Message(20, Message.ACK)
                .u8(2)
                .u8(24)
                .u8(0)
                .u8(0)
                .u32(7)
                .attribute(2, IpAddress.of("10.0.0.1"))
                .attribute(3, "lo");
        // Little-endian, as on x86-64 and arm64.
        assertThat(HexFormat.of().formatHex(message.bytes(9)))
                .isEqualTo("28000000" + "1400" + "0500" + "09000000" + "00000000"
                        + "02180000" + "07000000"
                        + "0800" + "0200" + "0a000001"
                        + "0700" + "0300" + "6c6f0000");
    }

    @Test
    void whatWasWrittenIsRead() {
        byte[] bytes = new Message(16, 0)
                .u32(5)
                .nest(18, info -> info.attribute(1, "veth").nest(2, data -> data.attribute32(9, 1500)))
                .attribute(1, MacAddress.of("fa:16:3e:00:00:01"))
                .attribute64BigEndian(4, 1L << 40)
                .bytes(3);
        Received received = Received.parse(bytes).getFirst();
        assertThat(received.type()).isEqualTo(16);
        assertThat(received.sequence()).isEqualTo(3);
        assertThat(received.int32(0)).isEqualTo(5);
        Attributes attributes = received.attributes(4);
        assertThat(attributes.nested(18).text(1)).contains("veth");
        assertThat(attributes.nested(18).nested(2).number(9)).hasValue(1500);
        assertThat(attributes.mac(1)).contains(MacAddress.of("fa:16:3e:00:00:01"));
        assertThat(attributes.longBigEndian(4)).isEqualTo(1L << 40);
    }

    @Test
    void alargeMessageGrows() {
        Message message = new Message(1, 0);
        for (int i = 0; i < 1000; i++) {
            message.attribute32(1, i);
        }
        assertThat(Received.parse(message.bytes(1)).getFirst().attributes(0).all())
                .hasSize(1000);
    }

    @Test
    void anyBytesAreReadWithoutFailing() {
        Random random = new Random(1);
        byte[] good = new Message(16, 0)
                .u32(5)
                .nest(18, info -> info.attribute(1, "veth"))
                .bytes(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            List<Received> all = Received.parse(bytes);
            all.forEach(r -> {
                r.attributes(4).nested(18).text(1);
                Link.of(r);
                Nflog.packet(r);
                r.error();
                r.explanation();
            });
        }
    }
}
