package dev.perch.model;

import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;

/** Why something about a security group or its rules is refused. */
public sealed interface GroupRefusal extends Refusal {

    /** A project's default group cannot be deleted or renamed, and no other group takes its name. */
    record DefaultGroupStays(String field, String rule) implements GroupRefusal {
        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Ports or virtual IPs are in the group. */
    record GroupInUse(String field, SecurityGroupId group, long ports) implements GroupRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the security group " + names.of(group) + " is in use by " + ports
                    + (ports == 1 ? " port" : " ports");
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** A rule of another group names the group. */
    record GroupReferenced(String field, SecurityGroupId group, SecurityGroupId by) implements GroupRefusal {
        @Override
        public String rule() {
            return rule(Names.IDS);
        }

        @Override
        public String rule(Names names) {
            return "the security group " + names.of(group) + " is named by a rule of the group " + names.of(by);
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** A port or virtual IP would be in no group. */
    record PortNeedsGroup(String field) implements GroupRefusal {
        @Override
        public String rule() {
            return "a port is in one security group at least";
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The same rule is there already. */
    record RuleExists(String field, RuleId existing) implements GroupRefusal {
        @Override
        public String rule() {
            return "the group has this rule already: " + existing;
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }

    /** Something that is no protocol, or does not go with the family. */
    record RuleProtocolInvalid(String field, String rule) implements GroupRefusal {
        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** Ports that are none, or of a protocol that has none; for ICMP types and codes. */
    record RulePortsInvalid(String field, String rule) implements GroupRefusal {
        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** The rule is for one family and its remote block of the other. */
    record RuleOtherFamily(String field, Family family, IpPrefix prefix) implements GroupRefusal {
        @Override
        public String rule() {
            return prefix + " is not of the rule's family, IPv" + family.version();
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** More than one kind of remote, or one that is not offered. */
    record RuleRemoteInvalid(String field, String rule) implements GroupRefusal {
        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** A priority is 1 to 100. */
    record RulePriorityInvalid(String field, int priority) implements GroupRefusal {
        @Override
        public String rule() {
            return "a priority is 1 (first) to 100, not " + priority;
        }

        @Override
        public Sort sort() {
            return Sort.INVALID;
        }
    }

    /** Allowing and denying rules of a port would alternate more often than a fabric can look up. */
    record RulesAlternateTooOften(String field, int strata, int most) implements GroupRefusal {
        @Override
        public String rule() {
            return "in the order of priority the rules of a port would change between allow and deny " + (strata - 1)
                    + " times, at most " + (most - 1) + " are possible";
        }

        @Override
        public Sort sort() {
            return Sort.CONFLICT;
        }
    }
}
