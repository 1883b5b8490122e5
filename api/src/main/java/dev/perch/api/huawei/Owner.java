package dev.perch.api.huawei;

/** The values of {@code device_owner} that clients look for. */
final class Owner {
    static final String VIP = "neutron:VIP_PORT";
    static final String SERVER = "compute:";
    static final String GATEWAY = "network:router_interface_distributed";
    static final String DHCP = "network:dhcp";

    private Owner() {}
}
