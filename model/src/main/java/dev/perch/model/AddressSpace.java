package dev.perch.model;

import dev.perch.net.IpPrefix;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The addresses that are local to a VPC: its CIDR and its subnets.
 *
 * @param vpc    what people call the VPC
 * @param blocks of both families
 */
public record AddressSpace(String vpc, List<IpPrefix> blocks) {

    public AddressSpace {
        blocks = List.copyOf(blocks);
    }

    public static AddressSpace of(Vpc vpc, Collection<Subnet> subnets) {
        Stream<IpPrefix> ranges =
                subnets.stream().flatMap(subnet -> subnet.ranges().stream()).map(Subnet.Range::cidr);
        return new AddressSpace(
                vpc.label(), Stream.concat(vpc.cidr().stream(), ranges).toList());
    }

    /** The first of its blocks that shares an address with {@code block}. */
    public Optional<IpPrefix> overlapping(IpPrefix block) {
        return blocks.stream()
                .filter(own -> own.family() == block.family() && own.overlaps(block))
                .findFirst();
    }

    /** The first of its blocks that has every address of {@code block}. */
    public Optional<IpPrefix> containing(IpPrefix block) {
        return blocks.stream()
                .filter(own -> own.family() == block.family() && own.contains(block))
                .findFirst();
    }
}
