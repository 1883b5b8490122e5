/** Failovers made on purpose: make the holder fail, measure from several places, put things back. */
package dev.perch.daemon.drill;
