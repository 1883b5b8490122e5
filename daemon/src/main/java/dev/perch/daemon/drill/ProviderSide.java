package dev.perch.daemon.drill;

import dev.perch.net.IpAddress;
import java.nio.file.Path;
import java.util.List;

/** How something gets into the provider network. */
public interface ProviderSide {

    /**
     * Plugs a network namespace into the provider network; deleting the namespace unplugs it.
     *
     * @param namespace     its file
     * @param interfaceName of the interface that is made in it
     * @param addresses     that the interface gets
     */
    void plug(Path namespace, String interfaceName, List<IpAddress> addresses);
}
