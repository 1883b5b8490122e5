package dev.perch.api.huawei;

import dev.perch.api.http.Fields;
import dev.perch.control.Eips;
import dev.perch.model.Port.AddressPair;
import dev.perch.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The body of the call that makes servers. */
record ServerBody(
        boolean dryRun,
        String name,
        String description,
        String vpc,
        List<NicBody> nics,
        int count,
        String userData,
        List<String> groups,
        Optional<PublicIpBody> publicIp,
        Map<String, String> attributes) {

    /** The EIP of a server to make: one that exists, or a new one. */
    sealed interface PublicIpBody {
        record Existing(String id) implements PublicIpBody {}

        record New(Eips.Create eip) implements PublicIpBody {}
    }

    /** A NIC: on a network, or on a port that exists. */
    record NicBody(
            Optional<String> subnet,
            Optional<String> port,
            Optional<IpAddress> address,
            boolean ipv6,
            List<AddressPair> pairs,
            List<String> groups) {}

    /** The most servers that one call makes (the real service's limit is 500 for one flavour). */
    private static final int MOST_AT_ONCE = 500;

    static ServerBody read(Fields body) {
        boolean dryRun = body.flag("dry_run").orElse(false);
        Fields server = body.requiredObject("server");
        List<NicBody> nics = server.objects("nics", 64).orElseThrow(() -> server.missing("nics")).stream()
                .map(ServerBody::nic)
                .toList();
        return new ServerBody(
                dryRun,
                server.requiredText("name"),
                server.text("description").orElse(""),
                server.requiredText("vpcid"),
                nics,
                server.integer("count", 1, MOST_AT_ONCE).orElse(1),
                userData(server),
                groups(server),
                server.object("publicip").map(ServerBody::publicIp),
                attributes(server));
    }

    private static PublicIpBody publicIp(Fields publicIp) {
        Optional<String> id = Wire.filled(publicIp, "id");
        boolean cascade = publicIp.flag("delete_on_termination").orElse(false);
        return id.<PublicIpBody>map(PublicIpBody.Existing::new)
                .orElseGet(() -> new PublicIpBody.New(EipBody.withServer(publicIp.requiredObject("eip"), cascade)));
    }

    static NicBody nic(Fields nic) {
        Optional<String> subnet = Wire.filled(nic, "subnet_id");
        Optional<String> port = Wire.filled(nic, "port_id");
        if (subnet.isEmpty() && port.isEmpty()) {
            throw nic.broken("subnet_id", "or port_id is required");
        }
        return new NicBody(
                subnet,
                port,
                PortBody.address(nic, "ip_address"),
                nic.flag("ipv6_enable").orElse(false),
                PortBody.pairs(nic).orElse(List.of()),
                groups(nic));
    }

    /** Security groups as ECS names them; none is the default group. */
    private static List<String> groups(Fields holder) {
        return holder.objects("security_groups", PortBody.MOST_GROUPS).orElse(List.of()).stream()
                .map(group -> group.requiredText("id"))
                .toList();
    }

    /** The boot script: UTF-8 text in base64, with or without line breaks. */
    static String userData(Fields server) {
        String encoded = server.text("user_data").orElse("");
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(encoded);
            if (!encoded.isEmpty() && bytes.length == 0) {
                throw server.broken("user_data", "must be base64");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw server.broken("user_data", "must not contain U+0000");
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw server.broken("user_data", "must be base64");
        } catch (CharacterCodingException e) {
            throw server.broken("user_data", "must be UTF-8 text");
        }
    }

    /** What only clients want back. */
    private static Map<String, String> attributes(Fields server) {
        Map<String, String> kept = new HashMap<>();
        kept.put(ServerWire.FLAVOR, server.requiredText("flavorRef"));
        kept.put(ServerWire.IMAGE, server.requiredText("imageRef"));
        Wire.keep(kept, server, ServerWire.ZONE);
        Wire.keep(kept, server, ServerWire.KEY);
        server.object("root_volume").ifPresent(volume -> {
            volume.text("volumetype").ifPresent(type -> kept.put(ServerWire.VOLUME_TYPE, type));
            volume.integer("size", 1, 32768).ifPresent(size -> kept.put(ServerWire.VOLUME_SIZE, size.toString()));
        });
        server.object("extendparam")
                .flatMap(extra -> extra.text("enterprise_project_id"))
                .ifPresent(id -> kept.put(Wire.ENTERPRISE_PROJECT, id));
        tags(server).ifPresent(tags -> kept.put(ServerWire.TAGS, tags));
        server.object("metadata")
                .ifPresent(metadata -> metadata.names()
                        .forEach(name ->
                                metadata.text(name).ifPresent(value -> kept.put(ServerWire.METADATA + name, value))));
        return kept;
    }

    /** Tags as {@code key=value}, one a line; they come as objects or as {@code key.value}. */
    private static Optional<String> tags(Fields server) {
        Map<String, String> tags = new LinkedHashMap<>();
        server.texts("tags", 64)
                .ifPresent(list -> list.forEach(tag -> {
                    int dot = tag.indexOf('.');
                    tags.put(dot < 0 ? tag : tag.substring(0, dot), dot < 0 ? "" : tag.substring(dot + 1));
                }));
        server.objects("server_tags", 64)
                .ifPresent(list -> list.forEach(tag ->
                        tags.put(tag.requiredText("key"), tag.text("value").orElse(""))));
        return tags.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(
                        "\n",
                        tags.entrySet().stream()
                                .map(tag -> (tag.getKey() + "=" + tag.getValue()).replace('\n', ' '))
                                .toList()));
    }
}
