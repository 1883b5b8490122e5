package dev.perch.daemon.drill;

import dev.perch.control.Caller;
import dev.perch.control.Eips;
import dev.perch.control.Ports;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.model.AddressChoice;
import dev.perch.model.Eip;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.Port.HostNamespace;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What connects a vantage point with the network, and goes with it. */
sealed interface Plug {
    /** Marks what was made for a drill; its value is the namespace. */
    String ATTRIBUTE = "perch.drill";

    /** The name of the interface in the vantage point's namespace. */
    String INTERFACE = "eth0";

    void remove();

    /** An ordinary port. */
    record OfPort(Ports ports, Caller caller, PortId port) implements Plug {
        static OfPort make(Ports ports, Place.InSubnet place, Namespaces namespaces, String namespace) {
            Caller caller = new Caller(place.project(), "drill");
            PortId port = ports.create(
                            caller,
                            new Ports.Create(
                                    place.subnet().id(),
                                    "drill-" + UUID.randomUUID(),
                                    "vantage point of a drill",
                                    AddressChoice.LAST,
                                    AddressChoice.FIRST_IF_OFFERED,
                                    true,
                                    List.of(),
                                    Optional.of(new HostNamespace(
                                            namespaces.path(namespace).toString(), INTERFACE)),
                                    place.groups(),
                                    Map.of(ATTRIBUTE, namespace)))
                    .orThrow()
                    .port()
                    .id();
            return new OfPort(ports, caller, port);
        }

        /** Puts a further attribute on the port. */
        void note(String attribute, String value) {
            ports.update(
                            caller,
                            port,
                            new Ports.Update(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Map.of(attribute, value)))
                    .orThrow();
        }

        @Override
        public void remove() {
            ports.delete(caller, port);
        }
    }

    /** A place in the provider network, with addresses of its own from the pool of EIPs. */
    record OfProvider(Eips eips, Caller caller, List<EipId> addresses) implements Plug {
        static OfProvider make(
                Eips eips, Place.Outside place, ProviderSide provider, Namespaces namespaces, String namespace) {
            Caller caller = new Caller(place.project(), "drill");
            List<Eip> taken = new ArrayList<>();
            try {
                for (IpAddress target : place.targets()) {
                    taken.add(eips.create(caller, address(target.family(), namespace), Optional.empty())
                            .orThrow()
                            .eip());
                }
                provider.plug(
                        namespaces.path(namespace),
                        INTERFACE,
                        taken.stream().map(Eip::address).toList());
                return new OfProvider(eips, caller, taken.stream().map(Eip::id).toList());
            } catch (RuntimeException e) {
                taken.forEach(eip -> eips.delete(caller, eip.id()));
                throw e;
            }
        }

        private static Eips.Create address(Family family, String namespace) {
            return new Eips.Create(
                    "drill-" + UUID.randomUUID(),
                    "vantage point of a drill",
                    family,
                    Optional.empty(),
                    "",
                    "",
                    Optional.empty(),
                    Map.of(ATTRIBUTE, namespace));
        }

        @Override
        public void remove() {
            addresses.forEach(eip -> eips.delete(caller, eip));
        }
    }
}
