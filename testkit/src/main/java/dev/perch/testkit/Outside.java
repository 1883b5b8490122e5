package dev.perch.testkit;

/**
 * A host in a lab's provider network, in a namespace that is the test's own. It serves HTTP on port 80 and answers with the
 * address that the caller was seen with. Needs a bound EIP in the lab: without one there is no provider network.
 */
public final class Outside implements AutoCloseable {
    public static final String ADDRESS = "198.18.200.1";
    public static final String ADDRESS6 = "2001:2::c8:1";

    private static final String MIRROR = """
            import socket, socketserver
            class Server(socketserver.ThreadingTCPServer):
                allow_reuse_address = True
                address_family = socket.AF_INET6
            class Mirror(socketserver.BaseRequestHandler):
                def handle(self):
                    self.request.recv(65536)
                    seen = self.client_address[0].removeprefix('::ffff:')
                    self.request.sendall(b'HTTP/1.0 200 OK\\r\\n\\r\\n' + seen.encode())
            Server(('::', 80), Mirror).serve_forever()
            """;

    private final Netns netns;
    private final long mirror;

    private Outside(Netns netns, long mirror) {
        this.netns = netns;
        this.mirror = mirror;
    }

    public static Outside of(Lab lab) {
        Netns provider = new Netns("perch-" + lab.tag() + "-x-provider");
        Netns netns = Netns.create("out-" + lab.tag());
        provider.run("""
                ip link add out type veth peer name eth0 netns %s
                ip link set out master provider up
                """.formatted(netns.name())).ok();
        netns.run("""
                ip link set lo up
                ip link set eth0 up
                ip address add %s/16 dev eth0
                ip address add %s/64 dev eth0 nodad
                """.formatted(ADDRESS, ADDRESS6)).ok();
        String pid = netns.run("python3 -c \"" + MIRROR + "\" >/dev/null 2>&1 </dev/null & echo $!")
                .ok();
        return new Outside(netns, Long.parseLong(pid.strip()));
    }

    public Ran run(String command) {
        return netns.run(command);
    }

    /** Whether there is an answer from an address to one echo request within a second. */
    public boolean pings(String address) {
        return run("ping -n -c 1 -W 1 " + address).succeeded();
    }

    @Override
    public void close() {
        ProcessHandle.of(mirror).ifPresent(ProcessHandle::destroyForcibly);
        netns.delete();
    }
}
