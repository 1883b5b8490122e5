package dev.perch.api.ops;

/** What this API cannot know itself. The daemon has it. */
public record Parts(
        Explainer explainer, ServerConsole console, DrillRunner drills, FabricView fabric, HealthView health) {}
