package dev.perch.model;

import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.net.IpAddress;
import java.util.Optional;

/**
 * An elastic IP: an address of the provider network that stands for one inside address, of a port or of a virtual IP.
 *
 * @param meta    its name is what Huawei clients know as the alias
 * @param address in a pool of the provider network; its family is that of the inside address it can stand for
 * @param type    the line that a client asked for, e.g. {@code 5_bgp}; means nothing here
 * @param target  what it is bound to
 */
public record Eip(EipId id, Meta meta, IpAddress address, String type, Bandwidth bandwidth, Optional<Target> target) {

    /** What an EIP is bound to. */
    public sealed interface Target {}

    public record OfPort(PortId port) implements Target {}

    public record OfVip(VipId vip) implements Target {}
}
