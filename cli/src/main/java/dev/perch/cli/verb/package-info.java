/** The commands themselves, one file per noun. */
package dev.perch.cli.verb;
