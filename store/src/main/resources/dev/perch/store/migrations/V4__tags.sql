-- Words that users hang on objects of any kind; they go with the object.
CREATE TABLE tag (
    object  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    project TEXT NOT NULL,
    key     TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (object, key)
);
CREATE INDEX tag_project ON tag (project, kind, key);
