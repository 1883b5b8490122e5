/** The operator API, {@code /ops/v1}: everything Perch knows, in its own words. */
package dev.perch.api.ops;
