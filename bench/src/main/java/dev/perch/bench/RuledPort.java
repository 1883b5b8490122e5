package dev.perch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.Nftables;
import dev.perch.fabric.linux.nft.PolicyElements;
import dev.perch.fabric.policy.Policies;
import dev.perch.fabric.policy.PolicyFacts;
import dev.perch.model.GroupSet;
import dev.perch.model.SecurityRule;
import dev.perch.testkit.PerchProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A VPC of a running Perch with one port, whose security group has a number of rules, seen from the VPC's namespace. */
final class RuledPort implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NUMBER = " gives groups ";

    private final PerchProcess perch;
    private final String group;
    private final Namespace guest;
    private final NamespaceThread inside;
    private final Nftables nftables;
    private final int number;

    /**
     * @param name  of the VPC, the subnet and the group
     * @param rules for what arrives
     */
    RuledPort(PerchProcess perch, String name, int rules) {
        this.perch = perch;
        group = "/ops/v1/security-groups/" + name + "/rules";
        guest = new Namespace("perch-bench-" + name);
        String vpc = post("/ops/v1/vpcs", "{'name':'NAME','cidr':'10.97.0.0/16'}", name);
        post("/ops/v1/subnets", "{'vpc':'NAME','name':'NAME','cidr':'10.97.0.0/16'}", name);
        post("/ops/v1/security-groups", "{'name':'NAME'}", name);
        for (int i = 0; i < rules; i++) {
            add(i);
        }
        String plug = "'attachment':{'namespace':'" + guest.path() + "','interface':'eth0'}";
        post("/ops/v1/ports", "{'subnet':'NAME','security_groups':['NAME']," + plug + "}", name);
        perch.converged();
        String end = "-v-" + vpc.replace("-", "").substring(0, 12);
        Namespaces namespaces = new Namespaces();
        inside = NamespaceThread.enter(namespaces.path(namespaces.list("perch-").stream()
                .filter(n -> n.endsWith(end))
                .findFirst()
                .orElseThrow()));
        nftables = inside.call(Nftables::open);
        number = nftables.elements().stream()
                .map(Element::line)
                .filter(line -> line.startsWith("groups ") && line.contains(NUMBER))
                .map(line -> line.substring(line.indexOf(NUMBER) + NUMBER.length()))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }

    private String post(String path, String body, String name) {
        JsonNode made = perch.api()
                .post(path, body.replace("NAME", name).replace('\'', '"'))
                .ok();
        return made.get("id").asText();
    }

    /** Adds the rule {@link Rules#one}; its id. */
    private String add(int i) {
        return post(
                group,
                "{'direction':'ingress','protocol':'udp','ports':'%d','cidr':'10.%d.%d.0/24'}"
                        .formatted(1000 + i, i / 256, i % 256),
                "");
    }

    /** From before the request for a rule until the kernel has it; the rule goes again. */
    double millisForOneMore(int i) {
        SecurityRule rule = Rules.one(i);
        GroupSet alone = new GroupSet(number, List.of(Rules.GROUP));
        Element element = PolicyElements.of(Policies.once(PolicyFacts.of(List.of(alone), List.of(rule), Map.of())))
                .findFirst()
                .orElseThrow();
        long start = System.nanoTime();
        String id = add(i);
        await(() -> nftables.find(element).isPresent());
        long end = System.nanoTime();
        perch.api().delete(group + "/" + id).ok();
        await(() -> nftables.find(element).isEmpty());
        return (end - start) / 1e6;
    }

    private static void await(BooleanSupplier there) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the kernel does not hold what the rules say");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        nftables.close();
        inside.close();
        guest.close();
    }
}
