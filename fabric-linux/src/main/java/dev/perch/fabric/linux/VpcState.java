package dev.perch.fabric.linux;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.VpcId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the fabric remembers of one VPC. Its monitor is held while a plan is made or carried out, so that they follow one
 * another; nothing here is needed for correctness after a restart.
 */
final class VpcState {
    private final Names names;
    private final VpcId vpc;
    private final Map<ObjectId, Intent> intents = new ConcurrentHashMap<>();
    private final Map<String, PortIntent> ports = new ConcurrentHashMap<>();
    private final Elements elements = new Elements();
    private VpcNamespace entered;

    VpcState(Names names, VpcId vpc) {
        this.names = names;
        this.vpc = vpc;
    }

    VpcId vpc() {
        return vpc;
    }

    /** The namespace as it is now; entered again when somebody replaced it. */
    synchronized Optional<VpcNamespace> namespace() {
        if (entered != null && !entered.isCurrent()) {
            leave();
        }
        if (entered == null) {
            entered = VpcNamespace.enter(names.namespace(vpc)).orElse(null);
        }
        return Optional.ofNullable(entered);
    }

    synchronized void leave() {
        if (entered != null) {
            entered.close();
            entered = null;
        }
    }

    void remember(ObjectId object, Optional<? extends Intent> intent) {
        Intent before = intent.isPresent() ? intents.put(object, intent.get()) : intents.remove(object);
        if (before instanceof PortIntent port) {
            elements.disown(Facts.vips(port));
            ports.remove(Names.link(port.port()));
        }
        if (intent.isPresent() && intent.get() instanceof PortIntent port) {
            elements.own(Facts.vips(port));
            ports.put(Names.link(port.port()), port);
        }
    }

    Elements elements() {
        return elements;
    }

    Map<ObjectId, Intent> intents() {
        return intents;
    }

    Optional<PortIntent> port(String link) {
        return Optional.ofNullable(ports.get(link));
    }
}
