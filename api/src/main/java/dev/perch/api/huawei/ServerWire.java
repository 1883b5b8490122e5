package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perch.control.PortView;
import dev.perch.control.ServerView;
import dev.perch.model.Server;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A server of ECS. What the domain has no idea of (flavour, image, volume) is given back as it was sent. */
record ServerWire(
        String id,
        String name,
        String description,
        String tenantId,
        String userId,
        @JsonProperty("hostId") String hostId,
        String hostStatus,
        String keyName,
        String configDrive,
        @JsonProperty("accessIPv4") String accessIpv4,
        @JsonProperty("accessIPv6") String accessIpv6,
        String enterpriseProjectId,
        String status,
        String created,
        String updated,
        Flavor flavor,
        Image image,
        Map<String, List<Address>> addresses,
        List<Group> securityGroups,
        Map<String, String> metadata,

        @JsonProperty("os-extended-volumes:volumes_attached")
        List<Volume> volumes,

        List<String> tags,
        List<String> sysTags,
        @JsonProperty("OS-EXT-STS:power_state") int powerState,
        @JsonProperty("OS-EXT-STS:vm_state") String vmState,
        @JsonProperty("OS-EXT-STS:task_state") String taskState,
        @JsonProperty("OS-DCF:diskConfig") String diskConfig,
        @JsonProperty("OS-EXT-AZ:availability_zone") String availabilityZone,
        @JsonProperty("OS-SRV-USG:launched_at") String launchedAt,
        @JsonProperty("OS-SRV-USG:terminated_at") String terminatedAt,
        @JsonProperty("OS-EXT-SRV-ATTR:hostname") String hostname,
        @JsonProperty("OS-EXT-SRV-ATTR:root_device_name") String rootDevice,
        @JsonProperty("OS-EXT-SRV-ATTR:user_data") String userData,
        Fault fault,
        boolean locked,
        Integer progress) {

    static final String FLAVOR = "flavor";
    static final String IMAGE = "image";
    static final String ZONE = "availability_zone";
    static final String KEY = "key_name";
    static final String TAGS = "tags";
    static final String VOLUME_TYPE = "volume_type";
    static final String VOLUME_SIZE = "volume_size";
    static final String METADATA = "metadata.";
    private static final String DEFAULT_ZONE = "az1";

    record Flavor(String id, String name, String disk, String vcpus, String ram) {}

    record Image(String id) {}

    record Address(
            String version,
            String addr,
            boolean primary,
            @JsonProperty("OS-EXT-IPS:type") String type,
            @JsonProperty("OS-EXT-IPS-MAC:mac_addr") String mac,
            @JsonProperty("OS-EXT-IPS:port_id") String portId) {}

    record Group(String id, String name) {}

    /** All members are strings on the wire, also the number and the truth value. */
    record Volume(
            String id,
            String deleteOnTermination,
            @JsonProperty("bootIndex") String bootIndex,
            String device) {}

    /** Why a server is in state ERROR. */
    record Fault(int code, String created, String message, String details) {}

    record One(ServerWire server) {}

    record Many(int count, List<ServerWire> servers) {}

    static ServerWire of(ServerView view) {
        Server server = view.server();
        Map<String, String> kept = server.meta().attributes();
        String flavor = kept.getOrDefault(FLAVOR, "");
        String vpc = view.vpc().map(v -> v.id().toString()).orElse("");
        boolean failed = view.status().state() == Server.State.ERROR;
        return new ServerWire(
                server.id().toString(),
                server.meta().name(),
                server.meta().description(),
                server.meta().project().toString(),
                "",
                "",
                "UP",
                kept.getOrDefault(KEY, ""),
                "",
                "",
                "",
                kept.getOrDefault(Wire.ENTERPRISE_PROJECT, "0"),
                view.status().state().name(),
                Wire.time(server.meta().created()),
                Wire.time(server.meta().updated()),
                new Flavor(flavor, flavor, "0", "1", "1024"),
                new Image(kept.getOrDefault(IMAGE, "")),
                vpc.isEmpty() ? Map.of() : Map.of(vpc, addresses(view)),
                groups(view),
                metadata(view, vpc),
                List.of(new Volume(volume(server), "true", "0", "/dev/vda")),
                tags(kept),
                List.of(),
                powerState(view.status().state()),
                vmState(view.status().state()),
                null,
                "MANUAL",
                zone(server),
                Wire.time(server.meta().created()),
                null,
                server.meta().name(),
                "/dev/vda",
                Base64.getEncoder().encodeToString(server.userData().getBytes(StandardCharsets.UTF_8)),
                failed
                        ? new Fault(
                                500,
                                Wire.time(view.status().since()),
                                view.status().detail(),
                                "")
                        : null,
                false,
                failed ? null : 100);
    }

    static String zone(Server server) {
        return server.meta().attributes().getOrDefault(ZONE, DEFAULT_ZONE);
    }

    /** The root volume: it exists for clients that will not work with a server that has none. */
    static String volume(Server server) {
        return UUID.nameUUIDFromBytes(("root volume of " + server.id()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static List<Address> addresses(ServerView view) {
        List<Address> addresses = new ArrayList<>();
        for (PortView nic : view.nics()) {
            for (IpAddress address : nic.port().addresses()) {
                addresses.add(new Address(
                        address.family() == Family.IPV4 ? "4" : "6",
                        address.toString(),
                        addresses.isEmpty(), // exactly one is primary
                        "fixed",
                        nic.port().mac().toString(),
                        nic.port().id().toString()));
            }
            nic.eips().forEach(eip -> addresses.add(floating(nic, eip.address())));
        }
        return addresses;
    }

    private static Address floating(PortView nic, IpAddress eip) {
        return new Address(
                eip.family() == Family.IPV4 ? "4" : "6",
                eip.toString(),
                false,
                "floating",
                nic.port().mac().toString(),
                nic.port().id().toString());
    }

    /** Those of all its NICs, each once. */
    private static List<Group> groups(ServerView view) {
        return view.nics().stream()
                .flatMap(nic -> nic.groups().stream())
                .distinct()
                .map(group -> new Group(group.id().toString(), group.name()))
                .toList();
    }

    private static List<String> tags(Map<String, String> kept) {
        String tags = kept.getOrDefault(TAGS, "");
        return tags.isEmpty() ? List.of() : List.of(tags.split("\n"));
    }

    private static Map<String, String> metadata(ServerView view, String vpc) {
        Map<String, String> kept = view.server().meta().attributes();
        Map<String, String> metadata = new LinkedHashMap<>();
        kept.forEach((key, value) -> {
            if (key.startsWith(METADATA)) {
                metadata.put(key.substring(METADATA.length()), value);
            }
        });
        metadata.put("vpc_id", vpc);
        metadata.put("charging_mode", "0");
        metadata.put("image_name", kept.getOrDefault(IMAGE, ""));
        metadata.put("metering.image_id", kept.getOrDefault(IMAGE, ""));
        metadata.put("metering.imagetype", "gold");
        metadata.put("metering.resourcespeccode", kept.getOrDefault(FLAVOR, ""));
        metadata.put("metering.resourcetype", "1");
        metadata.put("os_type", "Linux");
        metadata.put("os_bit", "64");
        return metadata;
    }

    /** Nova's numbers: 0 none, 1 running, 4 shut down. */
    private static int powerState(Server.State state) {
        return switch (state) {
            case ACTIVE -> 1;
            case SHUTOFF -> 4;
            case BUILD, ERROR -> 0;
        };
    }

    private static String vmState(Server.State state) {
        return switch (state) {
            case ACTIVE -> "active";
            case SHUTOFF -> "stopped";
            case BUILD -> "building";
            case ERROR -> "error";
        };
    }
}
