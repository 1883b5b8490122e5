package dev.perch.model;

/** An object that was made, changed or deleted by a committed revision. Whoever cares reads it afresh. */
public record Change(Revision revision, ObjectId object) {}
