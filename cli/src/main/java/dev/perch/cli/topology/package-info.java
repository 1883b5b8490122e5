/** Topology files: YAML whose every node keeps its line and column, checked before anything is sent. */
package dev.perch.cli.topology;
