package dev.perch.model;

import dev.perch.model.ObjectId.VipId;
import dev.perch.net.IpAddress;
import java.util.List;

/** Why something about a virtual IP is refused. */
public sealed interface VipRefusal extends Refusal {

    /** V10: a virtual IP binds only to ports and servers of its own subnet. */
    record VipInOtherSubnet(String field, String vip, String vipSubnet, String target, String targetSubnets)
            implements VipRefusal {
        @Override
        public String rule() {
            return "a virtual IP binds only within its own subnet: '" + vip + "' is in the subnet " + vipSubnet + ", "
                    + target + " is in " + targetSubnets;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** V13: a bound virtual IP is not released. */
    record VipBound(String field, VipId vip, List<String> ports) implements VipRefusal {
        public VipBound {
            ports = List.copyOf(ports);
        }

        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the virtual IP " + names.of(vip) + " is bound to " + String.join(", ", ports) + "; unbind it first";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Fencing needs a binding to suspend. */
    record VipNotBound(String field, VipId vip, String target) implements VipRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the virtual IP " + names.of(vip) + " is not bound to " + target;
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** An address pair of a virtual IP names no NIC of a server in its subnet. */
    record VipPairNotNic(String field, String text, String subnet) implements VipRefusal {
        @Override
        public String rule() {
            return "'" + text + "' is not the address of a server's NIC in the subnet " + subnet;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** A VRID is 1 to 255 (RFC 9568 section 5.2.3). */
    record VridInvalid(String field, int vrid) implements VipRefusal {
        @Override
        public String rule() {
            return "a VRID is 1 to 255, not " + vrid;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** An address to bind belongs to a port that cannot become a virtual IP. */
    record AddressNotBindable(String field, IpAddress address, String owner) implements VipRefusal {
        @Override
        public String rule() {
            return address + " belongs to " + owner + " and cannot become a virtual IP";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }
}
