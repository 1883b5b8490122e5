package dev.perch.daemon.drill;

import dev.perch.control.Control;
import dev.perch.daemon.drill.Place.InSubnet;
import dev.perch.daemon.drill.Place.Outside;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.fabric.linux.ProbeTimeline;
import dev.perch.fabric.linux.Prober;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A vantage point: a namespace of its own, plugged in at a {@link Place}, that asks the virtual IP again and again. */
final class Site implements AutoCloseable {
    /** Between two probes. */
    static final Duration INTERVAL = Duration.ofMillis(2);

    private final Place place;
    private final Namespaces namespaces;
    private final String namespace;
    private final Plug plug;
    private final List<Prober> probers = new ArrayList<>();

    private Site(Place place, Namespaces namespaces, String namespace, Plug plug) {
        this.place = place;
        this.namespaces = namespaces;
        this.namespace = namespace;
        this.plug = plug;
    }

    /**
     * Makes a new vantage point and begins to probe.
     *
     * @param namespace the name that its namespace gets
     */
    static Site open(Place place, Control control, Namespaces namespaces, ProviderSide provider, String namespace) {
        namespaces.create(namespace);
        Plug plug;
        try {
            plug = switch (place) {
                case InSubnet in -> Plug.OfPort.make(control.ports(), in, namespaces, namespace);
                case Outside out -> Plug.OfProvider.make(control.eips(), out, provider, namespaces, namespace);
            };
        } catch (RuntimeException e) {
            namespaces.delete(namespace);
            throw e;
        }
        Site site = new Site(place, namespaces, namespace, plug);
        place.targets().forEach(site::probe);
        return site;
    }

    private void probe(IpAddress target) {
        probers.add(Prober.start(namespaces.path(namespace), target, INTERVAL));
    }

    Place place() {
        return place;
    }

    Plug plug() {
        return plug;
    }

    /** The addresses whose last probes were not answered, {@code steady} of them without a gap. */
    List<IpAddress> silent(Duration patience, int steady) {
        return probers.stream()
                .filter(prober -> prober.answeredInARow(patience) < steady)
                .map(Prober::target)
                .toList();
    }

    /** Asks an address no more, as if it were not one of this place's. */
    void leaveOut(IpAddress target) {
        probers.stream()
                .filter(prober -> prober.target().equals(target))
                .toList()
                .forEach(prober -> {
                    prober.close();
                    probers.remove(prober);
                });
    }

    /** Whether it asks any address. */
    boolean asks() {
        return !probers.isEmpty();
    }

    /** What was seen of each address. */
    Map<Family, ProbeTimeline> timelines(Duration patience) {
        Map<Family, ProbeTimeline> all = new EnumMap<>(Family.class);
        probers.forEach(prober -> all.put(prober.target().family(), prober.timeline(patience)));
        return all;
    }

    /** Asks no more. */
    void stop() {
        probers.forEach(Prober::close);
    }

    @Override
    public void close() {
        stop();
        plug.remove();
        namespaces.delete(namespace);
    }
}
