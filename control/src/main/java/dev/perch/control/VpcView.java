package dev.perch.control;

import dev.perch.model.Tag;
import dev.perch.model.Vpc;
import java.util.List;

/**
 * A VPC, how many subnets and route tables it has, and its tags.
 *
 * @param tags in order of their keys
 */
public record VpcView(Vpc vpc, int subnets, int routeTables, List<Tag> tags) {
    public VpcView {
        tags = List.copyOf(tags);
    }
}
