package dev.perch.daemon.drill;

import dev.perch.control.Control;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** All vantage points of one drill. Addresses that give one no answers beforehand are left out of the measurement there. */
final class Lookout implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Lookout.class.getName());

    /** How long after it was sent a probe may be answered. */
    static final Duration PATIENCE = Duration.ofMillis(200);

    /** How long the virtual IP has to answer without a gap (500 ms at one probe each 2 ms) to count as there. */
    private static final int STEADY = 250;

    private static final Duration FIRST_ANSWERS = Duration.ofSeconds(10);

    /** How long others are waited for then: a neighbour that is asked for three times, a second apart, is not there. */
    private static final Duration LATECOMERS = Duration.ofSeconds(4);

    private final List<Site> open = new ArrayList<>();
    private final List<Site> measuring = new ArrayList<>();
    private final List<Report.LeftOut> leftOut = new ArrayList<>();

    /** Opens a vantage point at each place, as far as that can be done; the first has to. */
    static Lookout open(
            List<Place> places, Control control, Namespaces namespaces, ProviderSide provider, String prefix) {
        Lookout lookout = new Lookout();
        for (Place place : places) {
            String namespace =
                    prefix + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
            try {
                lookout.open.add(Site.open(place, control, namespaces, provider, namespace));
            } catch (RuntimeException fault) {
                if (lookout.open.isEmpty()) {
                    throw fault;
                }
                LOG.log(Level.WARNING, "a vantage point of a drill could not be made: " + place.name(), fault);
                lookout.leftOut.add(new Report.LeftOut(place.name(), "it could not be made: " + fault.getMessage()));
            }
        }
        return lookout;
    }

    /** The vantage points that measure. */
    List<Site> measuring() {
        return measuring;
    }

    /** The vantage points that do not, and why. */
    List<Report.LeftOut> leftOut() {
        return leftOut;
    }

    /** Writes down whom the drill makes fail. */
    void note(Remains.Broken broken) {
        open.stream()
                .map(Site::plug)
                .filter(Plug.OfPort.class::isInstance)
                .map(Plug.OfPort.class::cast)
                .findFirst()
                .ifPresent(port -> Remains.note(port, broken));
    }

    /**
     * Waits for steady answers, and leaves out, at each vantage point, the addresses that give none.
     *
     * @throws DrillRefused when no vantage point gets any
     */
    void awaitAnswers(Consumer<String> progress) {
        if (!Await.until(FIRST_ANSWERS, () -> open.stream().anyMatch(Lookout::hears))) {
            throw new DrillRefused(
                    "no-answer",
                    "the virtual IP does not answer steadily from "
                            + open.stream().map(site -> site.place().name()).collect(Collectors.joining(" and "))
                            + ", so an outage could not be measured: "
                            + open.getFirst().place().suspicion());
        }
        Await.until(LATECOMERS, () -> open.stream().allMatch(Lookout::isSteady));
        for (Site site : open) {
            for (IpAddress silent : site.silent(PATIENCE, STEADY)) {
                site.leaveOut(silent);
                leftOut.add(new Report.LeftOut(
                        site.place().name(),
                        "no answer from " + silent + " before the drill: "
                                + site.place().suspicion()));
            }
            if (site.asks()) {
                measuring.add(site);
            }
        }
        leftOut.forEach(one -> progress.accept("left out: " + one.name() + ", " + one.reason()));
        int count = measuring.size();
        progress.accept("answers steadily from " + count + " vantage point" + (count == 1 ? "" : "s"));
    }

    /** Whether the virtual IP answers at every vantage point that measures. */
    boolean isSteady() {
        return measuring.stream().allMatch(Lookout::isSteady);
    }

    private static boolean isSteady(Site site) {
        return site.silent(PATIENCE, STEADY).isEmpty();
    }

    /** Whether it has steady answers from any address. */
    private static boolean hears(Site site) {
        return site.silent(PATIENCE, STEADY).size() < site.place().targets().size();
    }

    @Override
    public void close() {
        open.forEach(Site::stop);
        open.forEach(Site::close);
    }
}
