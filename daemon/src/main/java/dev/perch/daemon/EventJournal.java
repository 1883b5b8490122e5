package dev.perch.daemon;

import dev.perch.control.Events;
import dev.perch.fabric.Intent;
import dev.perch.fabric.Reconciler;
import dev.perch.model.ObjectId;
import dev.perch.model.Refusal;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** What the reconciler has to tell, as events. */
final class EventJournal implements Reconciler.Journal {
    private static final Logger LOG = Logger.getLogger(EventJournal.class.getName());

    private final Events events;
    private final Refusal.Names names;

    EventJournal(Events events, Refusal.Names names) {
        this.events = events;
        this.names = names;
    }

    @Override
    public void repaired(ObjectId object, List<String> steps) {
        events.append(
                "fabric.repaired",
                object.kind().word(),
                object.toString(),
                "somebody changed " + fabric(object) + "; put right in " + steps.size()
                        + (steps.size() == 1 ? " step" : " steps"),
                "{\"steps\":" + list(steps) + "}");
    }

    @Override
    public void failed(ObjectId object, String reason, int attempt) {
        LOG.log(attempt == 3 ? Level.WARNING : Level.FINE, "{0}: {1}", new Object[] {fabric(object), reason});
        if (attempt == 3) { // the first tries may only have come too early
            events.append(
                    "fabric.failing",
                    object.kind().word(),
                    object.toString(),
                    fabric(object) + " cannot be set up: " + reason,
                    "{\"reason\":" + quoted(reason) + "}");
        }
    }

    /** What an object is in the fabric; the provider network is nobody's object. */
    String fabric(ObjectId object) {
        return object.equals(Intent.PROVIDER_NETWORK)
                ? "the provider network"
                : "the fabric of " + object.kind().word() + " " + names.of(object);
    }

    /** A JSON array of strings. */
    static String list(List<String> texts) {
        return texts.stream().map(EventJournal::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }
}
