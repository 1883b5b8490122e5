package dev.perch.store;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.PairRules;
import dev.perch.model.Port;
import dev.perch.model.Port.AddressPair;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The address pairs of ports, in the order in which the user wrote them. */
public record PairTable(Handle handle) {

    /**
     * Replaces the pairs of a port.
     *
     * @param markerByBind whether the pair that switches the check off is there because a virtual IP was bound, so that
     *     unbinding takes it away
     */
    public void replace(Port port, List<AddressPair> pairs, boolean markerByBind) {
        if (!port.pairs().isEmpty()) {
            handle.createUpdate("DELETE FROM address_pair WHERE port = :port")
                    .bind("port", port.id().toString())
                    .execute();
        }
        for (int i = 0; i < pairs.size(); i++) {
            AddressPair pair = pairs.get(i);
            handle.createUpdate("""
                INSERT INTO address_pair (port, position, text, mac, subnet, host, by_bind)
                VALUES (:port, :position, :text, :mac, :subnet, :host, :by_bind)
                """)
                    .bind("port", port.id().toString())
                    .bind("position", i)
                    .bind("text", pair.text())
                    .bind("mac", pair.mac().map(MacAddress::toString).orElse(""))
                    .bind("subnet", port.subnet().toString())
                    .bind(
                            "host",
                            PairRules.single(pair).map(IpAddress::toString).orElse(null))
                    .bind("by_bind", markerByBind && pair.prefix().length() == 0 ? 1 : 0)
                    .execute();
        }
    }

    /** Whether the check is off because a virtual IP was bound. */
    public boolean markedByBind(PortId port) {
        return handle.createQuery("SELECT 1 FROM address_pair WHERE port = :port AND by_bind = 1")
                .bind("port", port.toString())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    static AddressPair read(String text, String mac) {
        return new AddressPair(
                text, IpPrefix.of(text), mac.isEmpty() ? Optional.empty() : Optional.of(MacAddress.of(mac)));
    }
}
