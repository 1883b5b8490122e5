package dev.perch.api.huawei;

import dev.perch.api.http.Fields;
import dev.perch.control.Eips;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of bodies that make EIPs. */
final class EipBody {
    /** The attribute that keeps how a client wants to pay. */
    static final String CHARGE_MODE = "charge_mode";

    /** The attribute that says that the EIP goes with the server that it came with. */
    static final String CASCADE = "delete_on_termination";

    private static final List<String> CHARGE_MODES = List.of("bandwidth", "traffic");

    private static final int LONGEST_TYPE = 64;

    private EipBody() {}

    /** The body of the call that makes an EIP. */
    static Eips.Create create(Fields body) {
        Fields eip = body.requiredObject("publicip");
        Map<String, String> attributes = new HashMap<>();
        Wire.keep(attributes, body, Wire.ENTERPRISE_PROJECT);
        Optional<IpAddress> address = PortBody.address(eip, "ip_address");
        return create(
                type(eip, "type"),
                eip.text("alias").orElse(""),
                family(eip).or(() -> address.map(IpAddress::family)).orElse(Family.IPV4),
                address,
                body.requiredObject("bandwidth"),
                "share_type",
                CHARGE_MODE,
                attributes);
    }

    /**
     * The EIP that comes with a server.
     *
     * @param cascade whether it goes with the server, too
     */
    static Eips.Create withServer(Fields eip, boolean cascade) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(CASCADE, Boolean.toString(cascade));
        return create(
                type(eip, "iptype"),
                "",
                Family.IPV4,
                Optional.empty(),
                eip.requiredObject("bandwidth"),
                "sharetype",
                "chargemode",
                attributes);
    }

    private static Eips.Create create(
            String type,
            String alias,
            Family family,
            Optional<IpAddress> address,
            Fields bandwidth,
            String share,
            String charge,
            Map<String, String> attributes) {
        if (!bandwidth.requiredText(share).equals(EipWire.OWN)) {
            throw bandwidth.broken(
                    share, "must be " + EipWire.OWN + ": bandwidths that several EIPs share are not supported");
        }
        chargeMode(bandwidth, charge).ifPresent(mode -> attributes.put(CHARGE_MODE, mode));
        int size = bandwidth
                .integer("size", Integer.MIN_VALUE, Integer.MAX_VALUE)
                .orElseThrow(() -> bandwidth.missing("size"));
        return new Eips.Create(
                alias, "", family, address, type, bandwidth.text("name").orElse(""), Optional.of(size), attributes);
    }

    /** The line that an EIP is on; any will do, since here there is one. */
    private static String type(Fields eip, String name) {
        String type = eip.requiredText(name);
        if (type.isEmpty() || type.length() > LONGEST_TYPE) {
            throw eip.broken(name, "must have 1 to " + LONGEST_TYPE + " characters");
        }
        return type;
    }

    /** How a client wants to pay, to be given back as sent. */
    static Optional<String> chargeMode(Fields bandwidth, String name) {
        return Wire.filled(bandwidth, name).map(mode -> {
            if (!CHARGE_MODES.contains(mode)) {
                throw bandwidth.broken(name, "must be one of " + CHARGE_MODES);
            }
            return mode;
        });
    }

    static Optional<Family> family(Fields eip) {
        return eip.integer("ip_version", 4, 6).map(version -> switch (version) {
            case 4 -> Family.IPV4;
            case 6 -> Family.IPV6;
            default -> throw eip.broken("ip_version", "must be 4 or 6");
        });
    }

    /** The port of a body, which may be a virtual IP; empty when it names none. */
    static Optional<Eips.Target> target(Fields holder, String name) {
        return Wire.filled(holder, name).map(Eips.Target.OfEither::new);
    }
}
