package dev.perch.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words in angle brackets that reach a server's {@code eth0} in frames of any kind, whomever they are for. To learn that a
 * frame does not arrive without waiting for nothing, send a frame that may pass after it: the wire keeps their order.
 */
public final class Earshot implements AutoCloseable {
    private static final String SCRIPT = """
            exec /usr/bin/python3 - <<'END'
            import os, re, socket
            ear = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(3))
            ear.bind(('eth0', 0))
            ear.settimeout(20)
            os.write(1, b'listening\\n')
            while True:
                frame, where = ear.recvfrom(65535)
                if where[2] != socket.PACKET_OUTGOING:
                    for word in re.findall(rb'<([a-z0-9 -]+)>', frame):
                        os.write(1, word + b'\\n')
            END
            """;

    private final Stream<JsonNode> stream;
    private final Iterator<String> lines;

    Earshot(Lab lab, String server) {
        stream = lab.started(server, SCRIPT);
        lines = stream.filter(line -> line.has("stdout"))
                .map(line -> Lab.decode(line.get("stdout")))
                .flatMap(String::lines)
                .iterator();
        if (!lines.hasNext() || !lines.next().equals("listening")) {
            throw new AssertionError("cannot listen in " + server);
        }
    }

    /** Everything heard, in order, up to and including {@code last}. */
    public List<String> until(String last) {
        List<String> heard = new ArrayList<>();
        while (lines.hasNext()) {
            String word = lines.next();
            heard.add(word);
            if (word.equals(last)) {
                return heard;
            }
        }
        throw new AssertionError("'" + last + "' never arrived, only " + heard);
    }

    @Override
    public void close() {
        stream.close();
    }
}
