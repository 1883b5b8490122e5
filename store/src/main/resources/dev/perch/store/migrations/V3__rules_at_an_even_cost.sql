-- What a rule costs does not depend on how many others its group has.

-- A rule is there once.
CREATE UNIQUE INDEX security_rule_once ON security_rule (
    security_group, direction, family, priority, action, ports,
    (COALESCE(protocol, -1)), (COALESCE(remote_prefix, '')), (COALESCE(remote_group, '')));

CREATE INDEX security_rule_place ON security_rule (security_group, enabled, direction, family, priority, action);

CREATE INDEX group_set_member_number ON group_set_member (number, security_group);
CREATE INDEX vpc_group_set_number ON vpc_group_set (number, vpc);

-- The rules that a group got or lost, for those who remember what it had.
CREATE TABLE rule_change (
    security_group TEXT   NOT NULL REFERENCES security_group (id) ON DELETE CASCADE,
    revision       BIGINT NOT NULL,
    rule           TEXT   NOT NULL,
    PRIMARY KEY (security_group, revision, rule)
);
CREATE INDEX rule_change_revision ON rule_change (revision);
