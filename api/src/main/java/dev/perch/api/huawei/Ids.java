package dev.perch.api.huawei;

import dev.perch.model.NameRefusal;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Ids in text. What is no UUID is the id of nothing, so it is absent rather than malformed. */
final class Ids {
    private Ids() {}

    static Outcome<VpcId> vpc(String field, String text) {
        return id(field, "vpc", text, VpcId::new);
    }

    static Outcome<SubnetId> subnet(String field, String text) {
        return id(field, "subnet", text, SubnetId::new);
    }

    static Outcome<PortId> port(String field, String text) {
        return id(field, "port", text, PortId::new);
    }

    static Outcome<EipId> eip(String field, String text) {
        return id(field, "eip", text, EipId::new);
    }

    static Outcome<ServerId> server(String field, String text) {
        return id(field, "server", text, ServerId::new);
    }

    static Outcome<SecurityGroupId> group(String field, String text) {
        return id(field, "security-group", text, SecurityGroupId::new);
    }

    /** All of them, or the refusal of the first that is none. */
    static Outcome<List<SecurityGroupId>> groups(String field, List<String> texts) {
        List<SecurityGroupId> groups = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            switch (group(field + "[" + i + "]", texts.get(i))) {
                case Outcome.Done<SecurityGroupId>(SecurityGroupId group) -> groups.add(group);
                case Outcome.Refused<SecurityGroupId>(Refusal refusal) -> {
                    return Outcome.refused(refusal);
                }
            }
        }
        return Outcome.done(groups);
    }

    static Outcome<RuleId> rule(String field, String text) {
        return id(field, "security-group-rule", text, RuleId::new);
    }

    static Outcome<PeeringId> peering(String field, String text) {
        return id(field, "peering", text, PeeringId::new);
    }

    static Outcome<RouteTableId> routeTable(String field, String text) {
        return id(field, "route-table", text, RouteTableId::new);
    }

    /** The canonical form only: {@link UUID#fromString} would also take {@code 1-1-1-1-1}. */
    static Optional<UUID> uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text.toLowerCase(Locale.ROOT)) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static <I> Outcome<I> id(String field, String kind, String text, Function<UUID, I> make) {
        return Outcome.of(uuid(text).map(make), new NameRefusal.NotFound(field, kind, text));
    }
}
