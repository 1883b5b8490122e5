package dev.perch.control;

import dev.perch.model.GroupSet;
import dev.perch.model.ProjectId;
import java.util.List;
import java.util.stream.Stream;

/** Gives what is older than security groups the default group of its project, when a store is opened. */
final class DefaultGroups {

    private DefaultGroups() {}

    /**
     * Does nothing when all is settled.
     *
     * @param first the project of the instance, which has a default group from its first start
     */
    static void settle(Desk desk, ProjectId first) {
        boolean none = desk.read(tables -> tables.groups().ofProject(first)).isEmpty();
        List<ProjectId> old = desk.read(tables -> tables.groupSets().projectsWithout());
        Stream.concat(none ? Stream.of(first) : Stream.empty(), old.stream())
                .distinct()
                .forEach(project -> desk.decide(new Caller(project, "perch"), d -> settle(d, project))
                        .orThrow());
    }

    private static GroupSet settle(Decision d, ProjectId project) {
        GroupSet set = d.tables.groupSets().of(List.of(SecurityGroups.preset(d)));
        d.tables.groupSets().settle(project, set).forEach(d::touch);
        return set;
    }
}
