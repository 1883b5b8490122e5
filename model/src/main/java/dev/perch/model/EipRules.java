package dev.perch.model;

import dev.perch.model.Eip.OfPort;
import dev.perch.model.Eip.OfVip;
import dev.perch.model.EipRefusal.BandwidthInvalid;
import dev.perch.model.EipRefusal.EipBound;
import dev.perch.model.EipRefusal.EipInUse;
import dev.perch.model.EipRefusal.EipNotReleasable;
import dev.perch.model.EipRefusal.EipOutsidePool;
import dev.perch.model.EipRefusal.EipReserved;
import dev.perch.model.EipRefusal.HasEip;
import dev.perch.model.EipRefusal.NoFreeEip;
import dev.perch.model.EipRefusal.TargetHasEip;
import dev.perch.model.EipRefusal.TargetLacksFamily;
import dev.perch.model.EipRefusal.VipWithinVpc;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Optional;

/** What elastic IPs may be and be bound to. */
public final class EipRules {

    /** In Mbit/s. */
    public static final int FASTEST = 2000;

    private EipRules() {}

    /** A rate is 1 to 2000 Mbit/s, or there is none. */
    public static Optional<Refusal> bandwidth(String field, Optional<Integer> megabits) {
        return megabits.filter(rate -> rate < 1 || rate > FASTEST).map(rate -> new BandwidthInvalid(field, rate));
    }

    /** An EIP is bound to one thing at a time. */
    public static Optional<Refusal> unbound(String field, Eip eip) {
        return eip.target().map(target -> new EipBound(field, eip.id(), id(target)));
    }

    /** A bound EIP is not released. */
    public static Optional<Refusal> releasable(Eip eip) {
        return eip.target().map(target -> new EipNotReleasable("", eip.id(), id(target)));
    }

    /**
     * What an EIP may be bound to: it has an address of the EIP's family, and no EIP for that yet.
     *
     * @param addresses the target's
     * @param others    the EIPs that the target has
     */
    public static Optional<Refusal> bindable(
            String field, Eip eip, ObjectId target, List<IpAddress> addresses, List<Eip> others) {
        Family family = eip.address().family();
        if (addresses.stream().noneMatch(address -> address.family() == family)) {
            return Optional.of(new TargetLacksFamily(field, target, family));
        }
        return others.stream()
                .filter(other -> other.address().family() == family)
                .findFirst()
                .map(other -> new TargetHasEip(field, target, family, other.id()));
    }

    /** A virtual IP has EIPs only when it can be used from outside its VPC. */
    public static Optional<Refusal> reachable(String field, VirtualIp vip) {
        return switch (vip.reach()) {
            case EVERYWHERE -> Optional.empty();
            case VPC -> Optional.of(new VipWithinVpc(field, vip.id()));
        };
    }

    /** A virtual IP, or a port by itself, is deleted only when it has no EIP. */
    public static Optional<Refusal> none(ObjectId object, List<Eip> eips) {
        return eips.stream().findFirst().map(eip -> new HasEip("", object, eip.id()));
    }

    /** Why the pool does not give an EIP out, in the words of EIPs. */
    public static Refusal of(AddressRefusal refusal, AddressPool pool) {
        return switch (refusal) {
            case AddressRefusal.AddressWrongFamily r -> new EipOutsidePool(r.field(), r.address(), pool.cidr());
            case AddressRefusal.AddressOutsideSubnet r -> new EipOutsidePool(r.field(), r.address(), pool.cidr());
            case AddressRefusal.AddressReserved r -> new EipReserved(r.field(), r.address(), r.use());
            case AddressRefusal.AddressInUse r -> new EipInUse(r.field(), r.address());
            case AddressRefusal.NoFreeAddress r -> new NoFreeEip(r.field(), r.cidr());
            case AddressRefusal.AddressMissing r -> new NoFreeEip(r.field(), pool.cidr());
        };
    }

    /** The object that a target is. */
    public static ObjectId id(Eip.Target target) {
        return switch (target) {
            case OfPort(ObjectId.PortId port) -> port;
            case OfVip(ObjectId.VipId vip) -> vip;
        };
    }
}
