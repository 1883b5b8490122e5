/** SQL: one class per table with its statements beside the record that they fill, and the lane that all writes go through. */
package dev.perch.store;
