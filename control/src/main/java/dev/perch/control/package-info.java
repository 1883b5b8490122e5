/** The use cases: read a snapshot, decide purely, commit once. Nothing outside the database is touched while one runs. */
package dev.perch.control;
