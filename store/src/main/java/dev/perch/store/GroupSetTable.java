package dev.perch.store;

import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The combinations of security groups that ports are in, each with its number, and in which VPCs they occur. */
public record GroupSetTable(Handle handle) {

    private static final String COLUMNS = "SELECT s.number AS group_set, s.members AS group_members ";

    /** The set of these groups, which gets a number when there is none yet. */
    public GroupSet of(List<SecurityGroupId> groups) {
        List<SecurityGroupId> sorted = new GroupSet(0, groups).groups();
        String members = sorted.stream().map(SecurityGroupId::toString).collect(Collectors.joining(","));
        return handle.createQuery(COLUMNS + "FROM group_set s WHERE s.members = :members")
                .bind("members", members)
                .map((row, context) -> Text.groupSet(row))
                .findOne()
                .orElseGet(() -> insert(sorted, members));
    }

    /** The set of a project's default group alone, when ports of the VPC are or were in it. */
    public Optional<GroupSet> settled(ProjectId project, VpcId vpc) {
        return handle.createQuery(COLUMNS + """
            FROM security_group g
            JOIN group_set s ON s.members = g.id
            JOIN vpc_group_set v ON v.vpc = :vpc AND v.number = s.number
            WHERE g.project = :project AND g.is_default = 1
            """)
                .bind("project", project.value())
                .bind("vpc", vpc.toString())
                .map((row, context) -> Text.groupSet(row))
                .findOne();
    }

    /** Notes that ports of a VPC are in a set; whether that is new. */
    public boolean enter(VpcId vpc, GroupSet set) {
        return handle.createUpdate(
                                "INSERT INTO vpc_group_set (vpc, number) VALUES (:vpc, :number) ON CONFLICT DO NOTHING")
                        .bind("vpc", vpc.toString())
                        .bind("number", set.number())
                        .execute()
                == 1;
    }

    /** The sets that ports of a VPC are or were in. */
    public List<GroupSet> of(VpcId vpc) {
        return handle.createQuery(COLUMNS + """
            FROM vpc_group_set v JOIN group_set s ON s.number = v.number WHERE v.vpc = :vpc ORDER BY s.number
            """)
                .bind("vpc", vpc.toString())
                .map((row, context) -> Text.groupSet(row))
                .list();
    }

    /** The numbers of the sets with a group that are or were in use. */
    public List<Integer> with(SecurityGroupId group) {
        return handle.createQuery("""
            SELECT m.number FROM group_set_member m
            WHERE m.security_group = :group AND EXISTS (SELECT 1 FROM vpc_group_set v WHERE v.number = m.number)
            """)
                .bind("group", group.toString())
                .mapTo(Integer.class)
                .list();
    }

    /** The VPCs whose ports are or were in a group. */
    public List<VpcId> vpcs(SecurityGroupId group) {
        return handle.createQuery("""
            SELECT DISTINCT v.vpc FROM group_set_member m JOIN vpc_group_set v ON v.number = m.number
            WHERE m.security_group = :group
            """)
                .bind("group", group.toString())
                .map((row, context) -> new VpcId(UUID.fromString(row.getString("vpc"))))
                .list();
    }

    /** How many ports and virtual IPs are in a group. */
    public long count(SecurityGroupId group) {
        return handle.createQuery("""
            SELECT (SELECT COUNT(*) FROM group_set_member m JOIN port p ON p.group_set = m.number WHERE m.security_group = :group)
                 + (SELECT COUNT(*) FROM group_set_member m JOIN vip v ON v.group_set = m.number WHERE m.security_group = :group)
            """)
                .bind("group", group.toString())
                .mapTo(Long.class)
                .one();
    }

    /** Forgets where the sets with a group were in use, because the group goes. */
    public void forget(SecurityGroupId group) {
        handle.createUpdate("""
            DELETE FROM vpc_group_set
            WHERE number IN (SELECT m.number FROM group_set_member m WHERE m.security_group = :group)
            """).bind("group", group.toString()).execute();
    }

    /** The projects with a VPC, port or virtual IP from the time before there were security groups. */
    public List<ProjectId> projectsWithout() {
        return handle.createQuery("""
            SELECT project FROM port WHERE group_set IS NULL
            UNION SELECT project FROM vip WHERE group_set IS NULL
            UNION SELECT project FROM vpc WHERE id NOT IN (SELECT vpc FROM vpc_group_set)
            """)
                .map((row, context) -> new ProjectId(row.getString("project")))
                .list();
    }

    /** Puts all ports and virtual IPs of a project that are in no group into a set; the value is the VPCs of the project. */
    public List<VpcId> settle(ProjectId project, GroupSet set) {
        for (String table : List.of("port", "vip")) {
            handle.createUpdate("UPDATE " + table
                            + " SET group_set = :number WHERE project = :project AND group_set IS NULL")
                    .bind("number", set.number())
                    .bind("project", project.value())
                    .execute();
        }
        List<VpcId> vpcs = handle.createQuery("SELECT id FROM vpc WHERE project = :project ORDER BY id")
                .bind("project", project.value())
                .map((row, context) -> new VpcId(UUID.fromString(row.getString("id"))))
                .list();
        vpcs.forEach(vpc -> enter(vpc, set));
        return vpcs;
    }

    private GroupSet insert(List<SecurityGroupId> groups, String members) {
        int number = handle.createQuery("SELECT COALESCE(MAX(number), 0) + 1 FROM group_set")
                .mapTo(Integer.class)
                .one();
        handle.createUpdate("INSERT INTO group_set (number, members) VALUES (:number, :members)")
                .bind("number", number)
                .bind("members", members)
                .execute();
        groups.forEach(group -> handle.createUpdate(
                        "INSERT INTO group_set_member (number, security_group) VALUES (:number, :group)")
                .bind("number", number)
                .bind("group", group.toString())
                .execute());
        return new GroupSet(number, groups);
    }
}
