package dev.perch.testkit;

/** Two servers with Keepalived behind a virtual IP, a neighbour in their subnet and a client in another one. */
public final class HaPair {
    public static final String VIP = "10.20.1.100";

    /** Of the virtual IP, in {@link #reachableFromEverywhere}. */
    public static final String EIP = "198.18.0.100";

    /** VRRPv2's active-down interval for the standby: 3 × 1 s + (256 − 100)/256 s (RFC 3768 section 6.1). */
    public static final double ACTIVE_DOWN_MILLIS = 3000 + 156.0 / 256 * 1000;

    private HaPair() {}

    /** The topology document; {@code first} has the higher priority. */
    public static String topology() {
        return """
                {
                  "vpcs": [{"name": "ha", "cidr": "10.20.0.0/16", "subnets": [
                      {"name": "front", "cidr": "10.20.1.0/24"},
                      {"name": "clients", "cidr": "10.20.2.0/24"}]}],
                  "servers": [
                      {"name": "first", "user_data": %1$s, "nics": [{"subnet": "front", "address": "10.20.1.11"}]},
                      {"name": "second", "user_data": %2$s, "nics": [{"subnet": "front", "address": "10.20.1.12"}]},
                      {"name": "neighbour", "nics": [{"subnet": "front", "address": "10.20.1.20"}]},
                      {"name": "client", "nics": [{"subnet": "clients", "address": "10.20.2.20"}]}],
                  "vips": [{"name": "web", "subnet": "front", "address": "10.20.1.100",
                      "bind": ["first", "second"]}]
                }
                """.formatted(quoted(keepalived(150)), quoted(keepalived(100)));
    }

    /**
     * The same pair, reachable by ping from a peered VPC and by an EIP as well. Its security group is {@code pair}.
     */
    public static String reachableFromEverywhere() {
        return """
                {
                  "security_groups": [{"name": "pair", "rules": [
                      {"direction": "egress"}, {"direction": "ingress", "protocol": "icmp"}]}],
                  "vpcs": [
                      {"name": "ha", "cidr": "10.20.0.0/16", "subnets": [
                          {"name": "front", "cidr": "10.20.1.0/24"}, {"name": "clients", "cidr": "10.20.2.0/24"}]},
                      {"name": "remote", "cidr": "10.21.0.0/16", "subnets": [{"name": "far", "cidr": "10.21.1.0/24"}]}],
                  "servers": [
                      {"name": "first", "user_data": %1$s, "security_groups": ["pair"],
                          "nics": [{"subnet": "front", "address": "10.20.1.11"}]},
                      {"name": "second", "user_data": %2$s, "security_groups": ["pair"],
                          "nics": [{"subnet": "front", "address": "10.20.1.12"}]}],
                  "vips": [{"name": "web", "subnet": "front", "address": "10.20.1.100", "eip": "198.18.0.100",
                      "bind": ["first", "second"]}],
                  "peerings": [{"name": "beyond", "vpc": "ha", "peer_vpc": "remote"}],
                  "route_tables": [
                      {"vpc": "ha", "routes": [{"destination": "10.21.0.0/16", "peering": "beyond"}]},
                      {"vpc": "remote", "routes": [{"destination": "10.20.0.0/16", "peering": "beyond"}]}]
                }
                """.formatted(quoted(keepalived(150)), quoted(keepalived(100)));
    }

    /** A boot script that runs Keepalived with an advertisement a second. */
    public static String keepalived(int priority) {
        return """
                #!/bin/sh
                cat >/etc/keepalived/keepalived.conf <<END
                vrrp_instance web {
                    state BACKUP
                    interface eth0
                    virtual_router_id 51
                    priority %d
                    advert_int 1
                    virtual_ipaddress {
                        10.20.1.100/24
                    }
                }
                END
                keepalived --dont-fork --log-console --log-detail --vrrp &
                """.formatted(priority);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
