package dev.perch.testkit;

/** What a lab has in the kernel: the names of its objects, and what the caches of hosts and routers have learnt. */
public record Kernel(Lab lab) {

    /** The network namespace of a VPC, which is also its router. */
    public Netns vpcNamespace(String vpc) {
        return new Netns("perch-" + lab.tag() + "-v-" + digits("/ops/v1/vpcs/" + vpc));
    }

    /** The network namespace of a server. */
    public Netns serverNamespace(String server) {
        return new Netns("perch-" + lab.tag() + "-s-" + digits("/ops/v1/servers/" + server));
    }

    /** The link of a server's first NIC, at the VPC's end. */
    public String link(String server) {
        return "p-" + digits(lab.nic(server).get("id").asText());
    }

    /** The bridge of a subnet, which is named as in topologies: {@code name} or {@code vpc/name}. */
    public String bridge(String subnet) {
        return "b-" + digits("/ops/v1/subnets/" + subnet.replace("/", "%2F"));
    }

    private String digits(String pathOrId) {
        String id = pathOrId.startsWith("/")
                ? lab.api().get(pathOrId).ok().get("id").asText()
                : pathOrId;
        return id.replace("-", "").substring(0, 12);
    }

    /** The MAC that a server's cache has for an address; empty when it has none. */
    public String neighbour(String server, String address) {
        return lladdr(lab.exec(server, "ip neigh show " + address + " dev eth0").ok());
    }

    /** The MAC that the router's cache has for an address; empty when it has none. */
    public String routerNeighbour(String vpc, String subnet, String address) {
        return lladdr(vpcNamespace(vpc)
                .run("ip neigh show " + address + " dev " + bridge(subnet))
                .ok());
    }

    private static String lladdr(String entry) {
        int at = entry.indexOf("lladdr ");
        return at < 0 ? "" : entry.substring(at + 7, at + 24);
    }
}
