/**
 * Server runtimes. A namespace server is a process tree in namespaces of its own with a private writable view of the
 * host's files; it lives on when Perch ends and is found again by a mark in the environment of its first process.
 */
package dev.perch.compute;
