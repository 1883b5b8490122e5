package dev.perch.fabric.linux.nft;

import dev.perch.fabric.linux.netlink.Received;
import java.util.List;

/** What a notification of nftables says about our tables. */
public sealed interface NftNotice {

    /** Elements came or went. */
    record ElementsChanged(List<Element> elements, boolean gone) implements NftNotice {}

    /** The table, a set, a chain or a rule came or went. */
    record RulesChanged() implements NftNotice {}

    /** Nothing of ours. */
    record Other() implements NftNotice {}

    static NftNotice of(Received message) {
        int kind = NftMessages.kind(message.type());
        // The first attribute of all these messages is the table's name.
        if (kind < 0 || NftMessages.table(message, NftMessages.TABLE_NAME).isEmpty()) {
            return new Other();
        }
        return switch (kind) {
            case NftMessages.NEWSETELEM, NftMessages.DELSETELEM ->
                new ElementsChanged(Nftables.elements(message), kind == NftMessages.DELSETELEM);
            default -> kind < NftMessages.NEWSETELEM ? new RulesChanged() : new Other();
        };
    }
}
