-- One text for SQLite and PostgreSQL. Identities, addresses and times are TEXT (times in ISO 8601 UTC), flags are 0 or 1.

CREATE TABLE instance (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- One row. Its lock puts the writers of several controllers in a row.
CREATE TABLE revision (
    id       BIGINT PRIMARY KEY CHECK (id = 1),
    revision BIGINT NOT NULL,
    event    BIGINT NOT NULL,
    audit    BIGINT NOT NULL
);
INSERT INTO revision (id, revision, event, audit) VALUES (1, 0, 0, 0);

CREATE TABLE change (
    revision BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    PRIMARY KEY (revision, kind, id)
);

CREATE TABLE vpc (
    id          TEXT PRIMARY KEY,
    project     TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    description TEXT   NOT NULL,
    attributes  TEXT   NOT NULL,
    created     TEXT   NOT NULL,
    updated     TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    cidr        TEXT
);
CREATE UNIQUE INDEX vpc_name ON vpc (project, name) WHERE name <> '';
CREATE INDEX vpc_project ON vpc (project, id);

CREATE TABLE subnet (
    id          TEXT PRIMARY KEY,
    project     TEXT   NOT NULL,
    name        TEXT   NOT NULL CHECK (name <> ''),
    description TEXT   NOT NULL,
    attributes  TEXT   NOT NULL,
    created     TEXT   NOT NULL,
    updated     TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    vpc         TEXT   NOT NULL REFERENCES vpc (id)
);
CREATE INDEX subnet_project ON subnet (project, id);
CREATE INDEX subnet_name ON subnet (project, name);
CREATE INDEX subnet_vpc ON subnet (vpc, id);

-- low and high are the marks of the address pool.
CREATE TABLE subnet_range (
    id      TEXT PRIMARY KEY,
    subnet  TEXT   NOT NULL REFERENCES subnet (id) ON DELETE CASCADE,
    family  BIGINT NOT NULL CHECK (family IN (4, 6)),
    cidr    TEXT   NOT NULL,
    gateway TEXT   NOT NULL,
    low     TEXT   NOT NULL,
    high    TEXT   NOT NULL,
    UNIQUE (subnet, family)
);

-- Addresses outside the marks that were given back; number is the address in fixed-width hexadecimal, for its order.
CREATE TABLE freed (
    subnet  TEXT   NOT NULL REFERENCES subnet (id) ON DELETE CASCADE,
    family  BIGINT NOT NULL,
    number  TEXT   NOT NULL,
    address TEXT   NOT NULL,
    PRIMARY KEY (subnet, family, number)
);

CREATE TABLE server (
    id          TEXT PRIMARY KEY,
    project     TEXT   NOT NULL,
    name        TEXT   NOT NULL CHECK (name <> ''),
    description TEXT   NOT NULL,
    attributes  TEXT   NOT NULL,
    created     TEXT   NOT NULL,
    updated     TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    user_data   TEXT   NOT NULL,
    power       TEXT   NOT NULL CHECK (power IN ('RUNNING', 'STOPPED', 'OFF')),
    boot        BIGINT NOT NULL
);
CREATE INDEX server_project ON server (project, id);
CREATE INDEX server_name ON server (project, name);

CREATE TABLE server_status (
    server   TEXT PRIMARY KEY REFERENCES server (id) ON DELETE CASCADE,
    state    TEXT   NOT NULL CHECK (state IN ('BUILD', 'ACTIVE', 'SHUTOFF', 'ERROR')),
    detail   TEXT   NOT NULL,
    since    TEXT   NOT NULL,
    forwards BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE port (
    id                 TEXT PRIMARY KEY,
    project            TEXT   NOT NULL,
    name               TEXT   NOT NULL,
    description        TEXT   NOT NULL,
    attributes         TEXT   NOT NULL,
    created            TEXT   NOT NULL,
    updated            TEXT   NOT NULL,
    revision           BIGINT NOT NULL,
    subnet             TEXT   NOT NULL REFERENCES subnet (id),
    mac                TEXT   NOT NULL UNIQUE,
    server             TEXT REFERENCES server (id),
    nic_index          BIGINT,
    delete_with_server BIGINT,
    namespace          TEXT,
    interface_name     TEXT,
    UNIQUE (server, nic_index),
    UNIQUE (namespace, interface_name),
    CHECK (server IS NULL OR namespace IS NULL),
    CHECK ((server IS NULL) = (nic_index IS NULL)),
    CHECK ((namespace IS NULL) = (interface_name IS NULL))
);
CREATE INDEX port_project ON port (project, id);
CREATE INDEX port_name ON port (project, name) WHERE name <> '';
CREATE INDEX port_subnet ON port (subnet, id);

CREATE TABLE address_pair (
    port     TEXT   NOT NULL REFERENCES port (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    text     TEXT   NOT NULL,
    mac      TEXT   NOT NULL,
    subnet   TEXT   NOT NULL,
    host     TEXT,
    by_bind  BIGINT NOT NULL,
    PRIMARY KEY (port, position)
);
CREATE INDEX address_pair_host ON address_pair (subnet, host) WHERE host IS NOT NULL;

CREATE TABLE vip (
    id          TEXT PRIMARY KEY,
    project     TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    description TEXT   NOT NULL,
    attributes  TEXT   NOT NULL,
    created     TEXT   NOT NULL,
    updated     TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    subnet      TEXT   NOT NULL REFERENCES subnet (id),
    mac         TEXT   NOT NULL UNIQUE,
    reach       TEXT   NOT NULL CHECK (reach IN ('EVERYWHERE', 'VPC')),
    vrid        BIGINT CHECK (vrid BETWEEN 1 AND 255)
);
CREATE INDEX vip_project ON vip (project, id);
CREATE INDEX vip_name ON vip (project, name) WHERE name <> '';
CREATE INDEX vip_subnet ON vip (subnet, id);

CREATE TABLE address (
    subnet  TEXT   NOT NULL REFERENCES subnet (id),
    address TEXT   NOT NULL,
    family  BIGINT NOT NULL CHECK (family IN (4, 6)),
    port    TEXT REFERENCES port (id) ON DELETE CASCADE,
    vip     TEXT REFERENCES vip (id) ON DELETE CASCADE,
    PRIMARY KEY (subnet, address),
    UNIQUE (port, family),
    UNIQUE (vip, family),
    CHECK ((port IS NULL) <> (vip IS NULL))
);

-- Bindings that are recorded with the virtual IP. text is the address that stands for the port, as the user wrote it.
CREATE TABLE binding (
    vip  TEXT NOT NULL REFERENCES vip (id) ON DELETE CASCADE,
    port TEXT NOT NULL REFERENCES port (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    PRIMARY KEY (vip, port)
);
CREATE INDEX binding_port ON binding (port);

CREATE TABLE fence (
    vip  TEXT NOT NULL REFERENCES vip (id) ON DELETE CASCADE,
    port TEXT NOT NULL REFERENCES port (id) ON DELETE CASCADE,
    PRIMARY KEY (vip, port)
);
CREATE INDEX fence_port ON fence (port);

CREATE TABLE holder (
    vip      TEXT   NOT NULL REFERENCES vip (id) ON DELETE CASCADE,
    family   BIGINT NOT NULL CHECK (family IN (4, 6)),
    port     TEXT,
    mac      TEXT,
    epoch    BIGINT NOT NULL,
    since    TEXT   NOT NULL,
    evidence TEXT   NOT NULL,
    PRIMARY KEY (vip, family)
);

-- The moves and drills of a virtual IP go with it.
CREATE TABLE move (
    vip       TEXT   NOT NULL REFERENCES vip (id) ON DELETE CASCADE,
    family    BIGINT NOT NULL,
    epoch     BIGINT NOT NULL,
    from_port TEXT,
    to_port   TEXT,
    cause     TEXT   NOT NULL,
    evidence  TEXT   NOT NULL,
    at        TEXT   NOT NULL,
    PRIMARY KEY (vip, family, epoch)
);

CREATE TABLE drill (
    id     TEXT PRIMARY KEY,
    vip    TEXT NOT NULL REFERENCES vip (id) ON DELETE CASCADE,
    mode   TEXT NOT NULL,
    at     TEXT NOT NULL,
    result TEXT NOT NULL
);
CREATE INDEX drill_vip ON drill (vip, at);

CREATE TABLE job (
    id      TEXT PRIMARY KEY,
    project TEXT NOT NULL,
    type    TEXT NOT NULL,
    began   TEXT NOT NULL
);

CREATE TABLE job_step (
    job      TEXT   NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    id       TEXT   NOT NULL,
    type     TEXT   NOT NULL,
    kind     TEXT   NOT NULL,
    subject  TEXT   NOT NULL,
    awaited  TEXT,
    status   TEXT   NOT NULL CHECK (status IN ('RUNNING', 'SUCCESS', 'FAIL')),
    ended    TEXT,
    error    TEXT   NOT NULL,
    PRIMARY KEY (job, position)
);

CREATE TABLE event (
    sequence     BIGINT PRIMARY KEY,
    at           TEXT NOT NULL,
    type         TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject      TEXT NOT NULL,
    message      TEXT NOT NULL,
    data         TEXT NOT NULL
);
CREATE INDEX event_subject ON event (subject, sequence);

CREATE TABLE audit (
    sequence     BIGINT PRIMARY KEY,
    at           TEXT   NOT NULL,
    project      TEXT   NOT NULL,
    actor        TEXT   NOT NULL,
    operation    TEXT   NOT NULL,
    subject_kind TEXT   NOT NULL,
    subject      TEXT   NOT NULL,
    revision     BIGINT NOT NULL,
    detail       TEXT   NOT NULL
);
CREATE INDEX audit_project ON audit (project, sequence);
