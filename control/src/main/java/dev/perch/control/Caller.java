package dev.perch.control;

import dev.perch.model.ProjectId;

/**
 * On whose behalf something is done. A caller sees and changes only what is in its project.
 *
 * @param actor who asks, for the audit log
 */
public record Caller(ProjectId project, String actor) {}
