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
            whole += survives(run, frame) ? 1 : 0;
        }
        // Otherwise the mutations would be so coarse that nothing behind the first checks was reached.
        assertThat(whole).isGreaterThan(RUNS / 10);
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
                frame[14] = (byte) (type == 0x0800 ? 0x45 : type == 0x86dd ? 0x60 : frame[14]);
            }
            survives(run, frame);
        }
    }

    /** Flips a bit, sets a byte, cuts, repeats a stretch, or mends the checksums so that what is behind them is read. */
    private static byte[] mutate(byte[] frame, RandomGenerator random) {
        if (frame.length < 16) {
            return frame;
        }
        int at = random.nextInt(frame.length);
        switch (random.nextInt(6)) {
            case 0 -> frame[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> frame[at] = (byte) random.nextInt(256);
            case 2 -> {
                return Arrays.copyOf(frame, at);
            }
            case 3 -> System.arraycopy(frame, 0, frame, at, Math.min(frame.length - at, random.nextInt(16)));
            case 4 -> frame[Math.min(frame.length - 1, 14 + random.nextInt(48))] = (byte) random.nextInt(256);
            case 5 -> mend(frame);
            default -> throw new AssertionError();
        }
        return frame;
    }

    private static void mend(byte[] frame) {
        if (frame[12] == 8 && frame[13] == 0 && frame.length >= 34) {
            frame[24] = 0;
            frame[25] = 0;
            int header = Math.min(frame.length - 14, (frame[14] & 0xf) * 4);
            int sum = Checksum.of(Bytes.of(frame, 14, header));
            frame[24] = (byte) (sum >>> 8);
            frame[25] = (byte) sum;
            mend(frame, 34, 112, Bytes.of(frame).ipv4(26), Bytes.of(frame).ipv4(30));
        } else if (frame[12] == (byte) 0x86 && frame.length >= 54) {
            mend(frame, 54, frame[20], Bytes.of(frame).ipv6(22), Bytes.of(frame).ipv6(38));
        }
    }

    private static void mend(byte[] frame, int from, int protocol, IpAddress source, IpAddress destination) {
        int at = from + (protocol == 112 ? 6 : 2);
        if (at + 2 <= frame.length) {
            frame[at] = 0;
            frame[at + 1] = 0;
            Bytes upper = Bytes.of(frame, from, frame.length - from);
            int sum = Checksum.of(source, destination, protocol, upper);
            frame[at] = (byte) (sum >>> 8);
            frame[at + 1] = (byte) sum;
        }
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
