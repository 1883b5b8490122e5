package dev.perch.e2e;

import java.util.List;
import java.util.stream.Collectors;

/** Pieces of topology documents that several stories begin with. */
final class Topologies {
    private Topologies() {}

    /** A boot script that adds addresses to {@code eth0}, as a server's own configuration would. */
    static String adds(String... addresses) {
        return "#!/bin/sh\n"
                + List.of(addresses).stream()
                        .map(a -> "ip address add " + a + " dev eth0" + (a.contains(":") ? " nodad" : "") + "\n")
                        .collect(Collectors.joining());
    }

    /** A boot script of a web server that answers every request with its host's name, after {@code script}. */
    static String answering(String script) {
        return script + """
                cat >/usr/local/bin/answer <<'END'
                #!/usr/bin/perl
                use IO::Socket::IP;
                my $name = `hostname`;
                my $socket = IO::Socket::IP->new(LocalHost => '0.0.0.0', LocalPort => 80, Listen => 128, ReuseAddr => 1)
                    or die "cannot listen: $@";
                $SIG{CHLD} = 'IGNORE';
                for (;;) {
                    my $client = $socket->accept or next;
                    next if fork;
                    while (my $line = <$client>) { last if $line =~ /^\\r?\\n/ }
                    print $client "HTTP/1.0 200 OK\\r\\nConnection: close\\r\\n\\r\\n$name";
                    exit;
                }
                END
                chmod +x /usr/local/bin/answer
                /usr/local/bin/answer &
                """;
    }

    /** A text as a JSON string. */
    static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
