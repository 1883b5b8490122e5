package dev.perch.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** No bytes make a parser throw. The seed is fixed; another one comes from {@code -Dperch.fuzz.seed=N}. */
class TotalityTest {
    private static final long SEED = Long.getLong("perch.fuzz.seed", 0x9e3779b97f4a7c15L);
    private static final int RUNS = Integer.getInteger("perch.fuzz.runs", 200_000);
    private static final byte[] EXTENSIONS = {0, 43, 44, 51, 58, 60, 112};

    @Test
    void mutatedFramesParseOrSayWhyNot() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        int whole = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] frame = Samples.ALL.get(random.nextInt(Samples.ALL.size())).clone();
            int changes = 1 + random.nextInt(4);
            for (int change = 0; change < changes; change++) {
                frame = mutate(frame, random);
            }
            if (random.nextInt(4) != 0) {
                mend(frame);
            }
            whole += survives(run, frame) ? 1 : 0;
        }
        // Otherwise the mutations would be so coarse that nothing behind the first checks was reached.
        assertThat(whole).isGreaterThan(RUNS / 4);
    }

    @Test
    void randomBytesParseOrSayWhyNot() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        int[] types = {0x0800, 0x0806, 0x86dd, 0x8100};
        for (int run = 0; run < RUNS / 4; run++) {
            byte[] frame = new byte[random.nextInt(120)];
            random.nextBytes(frame);
            if (frame.length > 14) {
                int type = types[random.nextInt(types.length)];
                frame[12] = (byte) (type >>> 8);
                frame[13] = (byte) type;
                if (type != 0x0806) {
                    frame[14] = (byte) (type == 0x0800 ? 0x45 : 0x60);
                }
                if (random.nextBoolean()) {
                    mend(frame);
                }
            }
            survives(run, frame);
        }
    }

    /** Flips a bit, sets a byte (anywhere, or to an extension header's number in IPv6), cuts, repeats a stretch. */
    private static byte[] mutate(byte[] frame, RandomGenerator random) {
        if (frame.length < 16) {
            return frame;
        }
        int at = random.nextInt(frame.length);
        int inside = 14 + random.nextInt(frame.length - 14);
        switch (random.nextInt(5)) {
            case 0 -> frame[inside] ^= (byte) (1 << random.nextInt(8));
            case 1 -> frame[inside] = (byte) random.nextInt(256);
            case 2 -> {
                return Arrays.copyOf(frame, random.nextInt(8) == 0 ? at : inside);
            }
            case 3 -> System.arraycopy(frame, 0, frame, at, Math.min(frame.length - at, random.nextInt(16)));
            default ->
                frame[random.nextBoolean() ? Math.min(20, frame.length - 1) : inside] =
                        EXTENSIONS[random.nextInt(EXTENSIONS.length)];
        }
        return frame;
    }

    /** Makes lengths and checksums right, so that the parsers read on to what is wrong behind them. */
    private static void mend(byte[] frame) {
        if (frame.length >= 34 && frame[12] == 8 && frame[13] == 0) {
            set(frame, 16, frame.length - 14);
            int header = Math.clamp((frame[14] & 0xf) * 4L, 20, frame.length - 14);
            set(frame, 24, 0);
            set(frame, 24, Checksum.of(Bytes.of(frame, 14, header)));
            boolean plain = frame[23] == 1 || frame.length > 34 && frame[34] == 0x21;
            mendUpper(frame, 14 + header, frame[23], plain ? null : Bytes.of(frame, 26, 8));
        } else if (frame.length >= 54 && frame[12] == (byte) 0x86) {
            set(frame, 18, frame.length - 54);
            int protocol = frame[20] == 112 ? 112 : 58;
            mendUpper(frame, 54, protocol, Bytes.of(frame, 22, 32));
        }
    }

    private static void mendUpper(byte[] frame, int from, int protocol, Bytes addresses) {
        int at = from + (protocol == 112 ? 6 : 2);
        if (at + 2 > frame.length) {
            return;
        }
        set(frame, at, 0);
        Bytes upper = Bytes.of(frame, from, frame.length - from);
        if (addresses == null) {
            set(frame, at, Checksum.of(upper));
        } else {
            int half = addresses.length() / 2;
            IpAddress source = IpAddress.of(addresses.slice(0, half).toArray());
            IpAddress destination = IpAddress.of(addresses.from(half).toArray());
            set(frame, at, Checksum.of(source, destination, protocol, upper));
        }
    }

    private static void set(byte[] frame, int at, int value) {
        frame[at] = (byte) (value >>> 8);
        frame[at + 1] = (byte) value;
    }

    /** Whether the frame is one; fails with all that is needed to see it again when something throws. */
    private static boolean survives(int run, byte[] bytes) {
        try {
            return switch (Frame.parse(bytes)) {
                case Malformed<Frame> malformed -> {
                    assertThat(malformed.rule()).isNotBlank();
                    yield false;
                }
                case Parsed.Ok<Frame>(Frame frame) -> {
                    look(frame);
                    yield true;
                }
            };
        } catch (RuntimeException | AssertionError e) {
            return fail(
                    "seed %d, run %d, frame %s"
                            .formatted(SEED, run, HexFormat.of().formatHex(bytes)),
                    e);
        }
    }

    /** Looks at all there is; what was read must also encode, and read back the same. */
    private static void look(Frame frame) {
        assertThat(Frame.parse(frame.encode())).isEqualTo(Parsed.ok(frame));
        assertThat(Claim.of(frame)).isNotNull();
        frame.neighborDiscovery().toOptional().ifPresent(message -> {
            IpPacket packet = (IpPacket) frame.payload();
            Ipv6Packet again = message.packet((Ipv6Address) packet.source(), (Ipv6Address) packet.destination());
            assertThat(NeighborDiscovery.parse(again)).isEqualTo(Parsed.ok(message));
        });
        frame.vrrp().toOptional().ifPresent(vrrp -> {
            IpPacket packet = (IpPacket) frame.payload();
            assertThat(Vrrp.parse(vrrp.packet(packet.source(), packet.destination())))
                    .isEqualTo(Parsed.ok(vrrp));
        });
        if (frame.payload() instanceof IpPacket packet) {
            Echo.parse(packet)
                    .toOptional()
                    .ifPresent(echo -> assertThat(Echo.parse(echo.packet(packet.source(), packet.destination())))
                            .isEqualTo(Parsed.ok(echo)));
        }
    }
}
