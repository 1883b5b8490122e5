/** What people and scripts read: tables, JSON, YAML, progress, the timeline of a drill. */
package dev.perch.cli.show;
