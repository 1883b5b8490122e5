package dev.perch.control;

import dev.perch.model.ObjectId;
import dev.perch.model.Revision;

/** An object that was made, changed or deleted by a committed revision. Whoever cares reads it afresh. */
public record Change(Revision revision, ObjectId object) {}
