package dev.perch.model;

import dev.perch.model.ObjectId.PeeringId;
import dev.perch.net.IpPrefix;
import java.util.Locale;

/** Why something about a peering is refused. */
public sealed interface PeeringRefusal extends Refusal {

    /** Both ends are the same VPC. */
    record PeeringWithItself(String field, String vpc) implements PeeringRefusal {
        @Override
        public String rule() {
            return "a peering connects two VPCs; both ends are '" + vpc + "'";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The two VPCs have, or would have, addresses in common. */
    record PeeringOverlaps(String field, String vpc, IpPrefix block, String peer, IpPrefix peerBlock)
            implements PeeringRefusal {
        @Override
        public String rule() {
            return block + " of the VPC '" + vpc + "' overlaps " + peerBlock + " of its peer '" + peer + "'";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** The two VPCs have a peering, active or waiting. */
    record PeeringExists(String field, PeeringId peering, String name) implements PeeringRefusal {
        @Override
        public String rule() {
            return "the two VPCs have the peering '" + name + "' (" + peering + ")";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** The peering was accepted or rejected already. */
    record PeeringNotPending(String field, String name, Peering.Status status) implements PeeringRefusal {
        @Override
        public String rule() {
            return "only a peering that waits for it is accepted or rejected; '" + name + "' is "
                    + status.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Somebody else than the accepter's project accepts or rejects. */
    record NotAccepter(String field, String name, ProjectId accepter) implements PeeringRefusal {
        @Override
        public String rule() {
            return "the peering '" + name + "' is accepted or rejected by the project " + accepter;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The VPC is still an end of peerings. */
    record VpcPeered(String field, String vpc, long peerings) implements PeeringRefusal {
        @Override
        public String rule() {
            return "the VPC '" + vpc + "' still has " + peerings + (peerings == 1 ? " peering" : " peerings");
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }
}
