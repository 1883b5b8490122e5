package dev.perch.api.ops;

import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.PeeringView;
import dev.perch.control.PortView;
import dev.perch.control.ServerView;
import dev.perch.control.SubnetView;
import dev.perch.control.VipView;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import dev.perch.model.SecurityGroup;
import dev.perch.model.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** References to objects in bodies: an id or a unique name. A refusal names the field that held the reference. */
final class Refs {
    private Refs() {}

    static Outcome<Vpc> vpc(Control control, Caller caller, String field, String reference) {
        return in(field, control.vpcs().find(caller, reference));
    }

    static Outcome<SubnetView> subnet(Control control, Caller caller, String field, String reference) {
        return in(field, control.subnets().find(caller, reference));
    }

    static Outcome<PortView> port(Control control, Caller caller, String field, String reference) {
        return in(field, control.ports().find(caller, reference));
    }

    static Outcome<ServerView> server(Control control, Caller caller, String field, String reference) {
        return in(field, control.servers().find(caller, reference));
    }

    static Outcome<SecurityGroupId> group(Control control, Caller caller, String field, String reference) {
        return in(field, control.securityGroups().locate(caller, reference)).map(SecurityGroup::id);
    }

    /** All of them, or the refusal of the first that is not there. */
    static Outcome<List<SecurityGroupId>> groups(
            Control control, Caller caller, String field, List<String> references) {
        List<SecurityGroupId> groups = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            switch (group(control, caller, field + "[" + i + "]", references.get(i))) {
                case Outcome.Done<SecurityGroupId>(SecurityGroupId group) -> groups.add(group);
                case Outcome.Refused<SecurityGroupId>(Refusal refusal) -> {
                    return Outcome.refused(refusal);
                }
            }
        }
        return Outcome.done(groups);
    }

    static Outcome<VipView> vip(Control control, Caller caller, String field, String reference) {
        return in(field, control.virtualIps().find(caller, reference));
    }

    static Outcome<PeeringView> peering(Control control, Caller caller, String field, String reference) {
        return in(field, control.peerings().find(caller, reference));
    }

    /** The VPC of another project, by its id. */
    static Outcome<VpcId> foreignVpc(String field, String id) {
        try {
            return Outcome.done(new VpcId(UUID.fromString(id)));
        } catch (IllegalArgumentException e) {
            return Outcome.refused(new NotFound(field, "vpc", id));
        }
    }

    private static <T> Outcome<T> in(String field, Outcome<T> found) {
        return switch (found) {
            case Outcome.Done<T> done -> done;
            case Outcome.Refused<T>(Refusal refusal) ->
                Outcome.refused(refusal.field().isEmpty() ? refusal.at(field) : refusal);
        };
    }
}
