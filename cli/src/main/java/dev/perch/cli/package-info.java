/** The {@code perch} command: talks HTTP to the daemon, and starts and stops it. */
package dev.perch.cli;
