package dev.perch.daemon;

import dev.perch.compute.ServerRuntime;
import dev.perch.control.Control;
import dev.perch.fabric.Applied;
import dev.perch.fabric.linux.LinuxFabric;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.fabric.linux.ProcessWatch;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Removes from this machine whatever an instance made: servers with their disks, namespaces, links. The store stays. */
final class Purge {
    private Purge() {}

    static void run(Config config, DataDirectory data) throws IOException {
        try (Control control = Control.open(data.path(), config.store(), Clock.systemUTC(), Optional.empty());
                ProcessWatch processes = new ProcessWatch();
                ServerRuntime runtime = new ServerRuntime(
                        data.path(), control.tag(), new ServerNamespaces(), processes::watch, (ended, at) -> {});
                LinuxFabric fabric =
                        new LinuxFabric(control.tag(), config.provider().network())) {
            runtime.prune(Set.of());
            Applied applied = fabric.apply(fabric.planAll(List.of()));
            new Namespaces().list("perch-" + control.tag() + "-").forEach(new Namespaces()::delete);
            if (!applied.complete()) {
                throw new IOException("could not be removed: " + applied.failures());
            }
        }
    }
}
