/** What a data plane should hold, how it gets there, and who holds a virtual IP. No native access here. */
package dev.perch.fabric;
