package dev.perch.fabric.linux;

import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.linux.netlink.Received;
import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.NftNotice;
import dev.perch.model.ObjectId;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells from the kernel's notices what others changed in the tables of one VPC. Our own writes are told too, and left out. */
record RulesWatch(VpcState state, VpcNamespace namespace, Consumer<ObjectId> suspect) {

    void notice(Received message) {
        if (message.port() == namespace.nftables().port()) {
            return;
        }
        switch (NftNotice.of(message)) {
            case NftNotice.Other _ -> {}
            case NftNotice.RulesChanged _ -> {
                if (state.intents().containsKey(state.vpc())) {
                    suspect.accept(state.vpc());
                }
            }
            case NftNotice.ElementsChanged changed ->
                changed.elements().forEach(element -> changed(element, changed.gone()));
        }
    }

    private void changed(Element element, boolean gone) {
        if (gone && element.set().isPolicy()) {
            state.elements().remove(element);
        } else {
            // An element that we did not know is looked for from now on.
            state.elements().add(element);
        }
        Optional<ObjectId> object = element.link()
                .flatMap(state::port)
                .map(intent -> (ObjectId) intent.port())
                .or(() -> element.eip().flatMap(state::eip).map(EipIntent::eip));
        object.ifPresentOrElse(suspect, () -> suspectSharers(element));
    }

    /** Of what ports share the VPC knows only what none of them wants. */
    private void suspectSharers(Element element) {
        suspect.accept(state.vpc());
        element.shared()
                .ifPresent(address -> state.intents().values().stream()
                        .filter(PortIntent.class::isInstance)
                        .map(PortIntent.class::cast)
                        .filter(intent -> intent.own().contains(address)
                                || intent.claimable().contains(address)
                                || intent.fenced().contains(address))
                        .forEach(intent -> suspect.accept(intent.port())));
    }
}
