package dev.perch.model;

import dev.perch.model.ServerRefusal.NicCountInvalid;
import dev.perch.model.ServerRefusal.NicInOtherVpc;
import dev.perch.model.ServerRefusal.PrimaryNicStays;
import dev.perch.model.ServerRefusal.UserDataTooLong;
import java.util.Optional;

/** What servers may be. */
public final class ServerRules {

    public static final int MOST_NICS = 16;

    /** Characters; Huawei and EC2 allow 32 and 16 KiB, scripts that carry a small file need somewhat more. */
    public static final int MOST_USER_DATA = 65_536;

    private ServerRules() {}

    public static Optional<Refusal> nicCount(String field, int count) {
        return count >= 1 && count <= MOST_NICS
                ? Optional.empty()
                : Optional.of(new NicCountInvalid(field, count, MOST_NICS));
    }

    public static Optional<Refusal> userData(String field, String userData) {
        return userData.length() <= MOST_USER_DATA
                ? Optional.empty()
                : Optional.of(new UserDataTooLong(field, userData.length(), MOST_USER_DATA));
    }

    /** All NICs of a server are in one VPC. */
    public static Optional<Refusal> sameVpc(String field, Subnet subnet, Vpc vpc, Vpc expected) {
        return vpc.id().equals(expected.id())
                ? Optional.empty()
                : Optional.of(new NicInOtherVpc(field, subnet.meta().name(), label(vpc), label(expected)));
    }

    /** The primary NIC stays as long as the server. */
    public static Optional<Refusal> detachable(String field, Port port, int index) {
        return index == 0 ? Optional.of(new PrimaryNicStays(field, port.id())) : Optional.empty();
    }

    private static String label(Vpc vpc) {
        return "the VPC '"
                + (vpc.meta().name().isEmpty() ? vpc.id() : vpc.meta().name()) + "'";
    }
}
