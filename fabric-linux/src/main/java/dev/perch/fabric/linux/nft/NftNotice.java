package dev.perch.fabric.linux.nft;

import dev.perch.fabric.linux.netlink.Attributes;
import dev.perch.fabric.linux.netlink.Received;
import java.util.List;

/** What a notification of nftables says about our table. */
public sealed interface NftNotice {

    /** Elements came or went. */
    record ElementsChanged(List<Element> elements) implements NftNotice {}

    /** The table, a set, a chain or a rule came or went. */
    record RulesChanged() implements NftNotice {}

    /** Nothing of ours. */
    record Other() implements NftNotice {}

    static NftNotice of(Received message) {
        int kind = NftMessages.kind(message.type());
        Attributes attributes = message.attributes(NftMessages.FIXED);
        // The first attribute of all these messages is the table's name.
        if (kind < 0 || !attributes.text(NftMessages.TABLE_NAME).orElse("").equals(NftMessages.TABLE)) {
            return new Other();
        }
        return switch (kind) {
            case NftMessages.NEWSETELEM, NftMessages.DELSETELEM -> new ElementsChanged(Nftables.elements(message));
            default -> kind < NftMessages.NEWSETELEM ? new RulesChanged() : new Other();
        };
    }
}
