package dev.perch.model;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;

/**
 * Permission for one port to hold one VIP.
 *
 * @param made   how it came about
 * @param fenced whether the permission is suspended: the port's claims and packets from the VIP are dropped
 */
public record Binding(VipId vip, PortId port, Made made, boolean fenced) {

    /** How a binding came about. */
    public enum Made {
        /** Recorded with the VIP. */
        ON_VIP,
        /** Follows from an address pair of the port that equals the VIP. */
        BY_PAIR
    }
}
