/** Who holds a virtual IP: a pure state machine fed with evidence from the wire. */
package dev.perch.fabric.holder;
