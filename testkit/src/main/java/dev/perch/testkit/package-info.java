/** A real daemon in a process of its own, a client for it, and a look at what it leaves on the host. */
package dev.perch.testkit;
