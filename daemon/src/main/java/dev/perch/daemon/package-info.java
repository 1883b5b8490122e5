/** The daemon: wires control, fabric, servers and the API together, and keeps them agreeing. */
package dev.perch.daemon;
