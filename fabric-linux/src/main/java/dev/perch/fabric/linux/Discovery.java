package dev.perch.fabric.linux;

import dev.perch.fabric.linux.kernel.NetworkNamespaces;
import dev.perch.model.ObjectId.VpcId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds the VPCs that are in the kernel, also those of an earlier run. */
record Discovery(Names names) {

    /** The VPCs that are known, and the others whose namespaces carry our tag. */
    List<VpcId> vpcs(Set<VpcId> entered) {
        Set<String> known = entered.stream().map(names::namespace).collect(Collectors.toSet());
        List<VpcId> found = new ArrayList<>(entered);
        for (String name : NetworkNamespaces.list(names.namespacePrefix())) {
            if (!known.contains(name)) {
                found.add(identify(name));
            }
        }
        return found;
    }

    /** The VPC of a namespace, by the mark on its loopback interface; one left half-made is told by its name alone. */
    private VpcId identify(String name) {
        Optional<VpcId> marked = VpcNamespace.enter(name).flatMap(namespace -> {
            try (namespace) {
                return namespace
                        .route()
                        .link("lo")
                        .flatMap(lo -> names.mark(lo.alias()))
                        .map(Names.Mark::object)
                        .filter(VpcId.class::isInstance)
                        .map(VpcId.class::cast);
            }
        });
        return marked.orElseGet(() -> {
            String digits = name.substring(names.namespacePrefix().length());
            return new VpcId(UUID.fromString(
                    digits.substring(0, 8) + "-" + digits.substring(8, 12) + "-0000-0000-000000000000"));
        });
    }
}
