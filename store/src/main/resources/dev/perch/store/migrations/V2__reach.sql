-- What reaches a virtual IP from elsewhere: security groups, EIPs, peerings, routes; and quotas.

-- vpc: the VPC that the group was made for, when somebody said so.
CREATE TABLE security_group (
    id          TEXT PRIMARY KEY,
    project     TEXT   NOT NULL,
    name        TEXT   NOT NULL CHECK (name <> ''),
    description TEXT   NOT NULL,
    attributes  TEXT   NOT NULL,
    created     TEXT   NOT NULL,
    updated     TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    vpc         TEXT REFERENCES vpc (id),
    is_default  BIGINT NOT NULL
);
CREATE INDEX security_group_vpc ON security_group (vpc) WHERE vpc IS NOT NULL;
CREATE INDEX security_group_project ON security_group (project, id);
CREATE INDEX security_group_name ON security_group (project, name);
CREATE UNIQUE INDEX security_group_default ON security_group (project) WHERE is_default = 1;

-- ports: ranges as first-last, joined by commas; empty for all.
CREATE TABLE security_rule (
    id             TEXT PRIMARY KEY,
    security_group TEXT   NOT NULL REFERENCES security_group (id) ON DELETE CASCADE,
    direction      TEXT   NOT NULL CHECK (direction IN ('INGRESS', 'EGRESS')),
    family         BIGINT NOT NULL CHECK (family IN (4, 6)),
    protocol       BIGINT CHECK (protocol BETWEEN 0 AND 255),
    ports          TEXT   NOT NULL,
    remote_prefix  TEXT,
    remote_group   TEXT REFERENCES security_group (id),
    action         TEXT   NOT NULL CHECK (action IN ('ALLOW', 'DENY')),
    priority       BIGINT NOT NULL CHECK (priority BETWEEN 1 AND 100),
    enabled        BIGINT NOT NULL,
    description    TEXT   NOT NULL,
    created        TEXT   NOT NULL,
    updated        TEXT   NOT NULL,
    CHECK (remote_prefix IS NULL OR remote_group IS NULL)
);
CREATE INDEX security_rule_group ON security_rule (security_group, id);
CREATE INDEX security_rule_remote ON security_rule (remote_group) WHERE remote_group IS NOT NULL;

-- The groups of a port together. members: sorted ids, joined by commas. Rows stay when a group goes, so that no number is used twice.
CREATE TABLE group_set (
    number  BIGINT PRIMARY KEY,
    members TEXT NOT NULL UNIQUE
);
CREATE TABLE group_set_member (
    number         BIGINT NOT NULL REFERENCES group_set (number) ON DELETE CASCADE,
    security_group TEXT   NOT NULL,
    PRIMARY KEY (security_group, number)
);

-- The sets that ports of a VPC are or were in.
CREATE TABLE vpc_group_set (
    vpc    TEXT   NOT NULL REFERENCES vpc (id) ON DELETE CASCADE,
    number BIGINT NOT NULL REFERENCES group_set (number) ON DELETE CASCADE,
    PRIMARY KEY (vpc, number)
);

-- Empty until the instance has given every project a default group, at its next start.
ALTER TABLE port ADD COLUMN group_set BIGINT REFERENCES group_set (number);
ALTER TABLE vip ADD COLUMN group_set BIGINT REFERENCES group_set (number);
CREATE INDEX port_group_set ON port (group_set);
CREATE INDEX vip_group_set ON vip (group_set);

ALTER TABLE vip ADD COLUMN flow_fate TEXT NOT NULL DEFAULT 'RESET' CHECK (flow_fate IN ('KEEP', 'RESET'));

-- megabits: empty without a limit. port or vip: what it is bound to; vpc: the VPC of that.
CREATE TABLE eip (
    id             TEXT PRIMARY KEY,
    project        TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    description    TEXT   NOT NULL,
    attributes     TEXT   NOT NULL,
    created        TEXT   NOT NULL,
    updated        TEXT   NOT NULL,
    revision       BIGINT NOT NULL,
    address        TEXT   NOT NULL UNIQUE,
    family         BIGINT NOT NULL CHECK (family IN (4, 6)),
    type           TEXT   NOT NULL,
    bandwidth      TEXT   NOT NULL UNIQUE,
    bandwidth_name TEXT   NOT NULL,
    megabits       BIGINT,
    port           TEXT REFERENCES port (id),
    vip            TEXT REFERENCES vip (id),
    vpc            TEXT REFERENCES vpc (id),
    UNIQUE (port, family),
    UNIQUE (vip, family),
    CHECK (port IS NULL OR vip IS NULL),
    CHECK ((vpc IS NULL) = (port IS NULL AND vip IS NULL))
);
CREATE INDEX eip_project ON eip (project, id);
CREATE INDEX eip_name ON eip (project, name) WHERE name <> '';
CREATE INDEX eip_vpc ON eip (vpc) WHERE vpc IS NOT NULL;

-- The marks of the pool of EIPs of each family, and addresses that were given back.
CREATE TABLE eip_pool (
    family  BIGINT PRIMARY KEY CHECK (family IN (4, 6)),
    cidr    TEXT NOT NULL,
    gateway TEXT NOT NULL,
    low     TEXT NOT NULL,
    high    TEXT NOT NULL
);
CREATE TABLE eip_freed (
    family  BIGINT NOT NULL,
    number  TEXT   NOT NULL,
    address TEXT   NOT NULL,
    PRIMARY KEY (family, number)
);

CREATE TABLE peering (
    id               TEXT PRIMARY KEY,
    project          TEXT   NOT NULL,
    name             TEXT   NOT NULL CHECK (name <> ''),
    description      TEXT   NOT NULL,
    attributes       TEXT   NOT NULL,
    created          TEXT   NOT NULL,
    updated          TEXT   NOT NULL,
    revision         BIGINT NOT NULL,
    requester        TEXT   NOT NULL REFERENCES vpc (id),
    accepter         TEXT   NOT NULL REFERENCES vpc (id),
    accepter_project TEXT   NOT NULL,
    status           TEXT   NOT NULL CHECK (status IN ('PENDING_ACCEPTANCE', 'ACTIVE', 'REJECTED'))
);
CREATE INDEX peering_project ON peering (project, id);
CREATE INDEX peering_accepter_project ON peering (accepter_project, id);
CREATE INDEX peering_requester ON peering (requester);
CREATE INDEX peering_accepter ON peering (accepter);

CREATE TABLE route_table (
    id          TEXT PRIMARY KEY,
    project     TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    description TEXT   NOT NULL,
    attributes  TEXT   NOT NULL,
    created     TEXT   NOT NULL,
    updated     TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    vpc         TEXT   NOT NULL REFERENCES vpc (id),
    is_default  BIGINT NOT NULL,
    number      BIGINT NOT NULL UNIQUE CHECK (number >= 1000)
);
CREATE INDEX route_table_project ON route_table (project, id);
CREATE INDEX route_table_vpc ON route_table (vpc, id);
CREATE UNIQUE INDEX route_table_default ON route_table (vpc) WHERE is_default = 1;

-- A subnet without a row uses its VPC's default table.
CREATE TABLE route_table_subnet (
    subnet      TEXT PRIMARY KEY REFERENCES subnet (id) ON DELETE CASCADE,
    route_table TEXT NOT NULL REFERENCES route_table (id)
);
CREATE INDEX route_table_subnet_table ON route_table_subnet (route_table);

-- hop_kind and hop name an object that may be gone; text is the next hop as the client wrote it.
CREATE TABLE route (
    id          TEXT PRIMARY KEY,
    route_table TEXT NOT NULL REFERENCES route_table (id) ON DELETE CASCADE,
    destination TEXT NOT NULL,
    hop_kind    TEXT NOT NULL,
    hop         TEXT NOT NULL,
    text        TEXT NOT NULL,
    description TEXT NOT NULL,
    UNIQUE (route_table, destination)
);
CREATE INDEX route_hop ON route (hop);

-- Virtual IPs whose addresses are held by different ports, as it was told.
CREATE TABLE family_alarm (
    vip TEXT PRIMARY KEY REFERENCES vip (id) ON DELETE CASCADE
);

-- How many of a kind a project may have; without a row as many as it likes.
CREATE TABLE quota (
    project TEXT   NOT NULL,
    type    TEXT   NOT NULL,
    maximum BIGINT NOT NULL,
    PRIMARY KEY (project, type)
);
