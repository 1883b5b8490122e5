package dev.perch.control;

import dev.perch.model.Subnet;
import java.util.List;

/** How many addresses of a subnet are in use, family by family. */
public record SubnetUse(Subnet subnet, List<OfRange> ranges) {
    public SubnetUse {
        ranges = List.copyOf(ranges);
    }

    /**
     * One range.
     *
     * @param total how many addresses it can give out; at most {@link Long#MAX_VALUE}
     * @param used  how many ports and virtual IPs have
     */
    public record OfRange(Subnet.Range range, long total, long used) {}
}
