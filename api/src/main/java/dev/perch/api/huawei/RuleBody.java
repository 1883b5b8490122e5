package dev.perch.api.huawei;

import dev.perch.api.http.Fields;
import dev.perch.control.SecurityRules;
import dev.perch.model.GroupRefusal.RuleRemoteInvalid;
import dev.perch.model.GroupRules;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.Outcome;
import dev.perch.model.RulePorts;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.model.SecurityRule.Remote;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A rule to make, as v1 and v3 send it: v1 has one range of ports, v3 has {@code multiport}, action and priority. */
record RuleBody(
        Direction direction,
        Optional<Family> family,
        String protocol,
        Optional<Integer> first,
        Optional<Integer> last,
        Optional<String> multiport,
        Optional<IpPrefix> prefix,
        Optional<String> group,
        boolean addressGroup,
        Action action,
        int priority,
        boolean enabled,
        String description) {

    /** v3 says 1, the first, when a client says nothing. */
    private static final int USUAL_PRIORITY = 1;

    static RuleBody v1(Fields rule) {
        return read(
                rule,
                rule.integer("port_range_min", 0, 65_535),
                rule.integer("port_range_max", 0, 65_535),
                Optional.empty(),
                Action.ALLOW,
                USUAL_PRIORITY,
                true);
    }

    static RuleBody v3(Fields rule) {
        Action action = switch (rule.text("action").orElse("allow")) {
            case "allow" -> Action.ALLOW;
            case "deny" -> Action.DENY;
            default -> throw rule.broken("action", "must be allow or deny");
        };
        return read(
                rule,
                Optional.empty(),
                Optional.empty(),
                Wire.filled(rule, "multiport"),
                action,
                rule.looseInteger("priority").orElse(USUAL_PRIORITY),
                rule.flag("enabled").orElse(true));
    }

    private static RuleBody read(
            Fields rule,
            Optional<Integer> first,
            Optional<Integer> last,
            Optional<String> multiport,
            Action action,
            int priority,
            boolean enabled) {
        Direction direction = switch (rule.requiredText("direction")) {
            case "ingress" -> Direction.INGRESS;
            case "egress" -> Direction.EGRESS;
            default -> throw rule.broken("direction", "must be ingress or egress");
        };
        Optional<Family> family = Wire.filled(rule, "ethertype").map(type -> switch (type.toLowerCase(Locale.ROOT)) {
            case "ipv4" -> Family.IPV4;
            case "ipv6" -> Family.IPV6;
            default -> throw rule.broken("ethertype", "must be IPv4 or IPv6");
        });
        return new RuleBody(
                direction,
                family,
                rule.text("protocol").orElse(""),
                first,
                last,
                multiport,
                Wire.cidr(rule, "remote_ip_prefix"),
                Wire.filled(rule, "remote_group_id"),
                Wire.filled(rule, "remote_address_group_id").isPresent(),
                action,
                priority,
                enabled,
                rule.text("description").orElse(""));
    }

    /** What is to be made. */
    Outcome<SecurityRules.Create> rule() {
        return RulePorts.protocol("protocol", protocol)
                .then(number -> ports(number)
                        .then(ports -> remote().map(remote -> new SecurityRules.Create(
                                direction,
                                GroupRules.family(family, prefix, number),
                                number,
                                ports,
                                remote,
                                action,
                                priority,
                                enabled,
                                description))));
    }

    private Outcome<List<PortRange>> ports(Optional<Integer> number) {
        return multiport.isPresent()
                ? RulePorts.parse("multiport", number, multiport.get())
                : RulePorts.between("port_range_min", number, first, last);
    }

    private Outcome<Remote> remote() {
        if (addressGroup) {
            return Outcome.refused(
                    new RuleRemoteInvalid("remote_address_group_id", "address groups are not offered here"));
        }
        Outcome<Optional<SecurityGroupId>> remote = group.map(
                        text -> Ids.group("remote_group_id", text).map(Optional::of))
                .orElse(Outcome.done(Optional.empty()));
        return remote.then(id -> GroupRules.remote("remote_ip_prefix", prefix, id));
    }
}
