/** Security rules as a data plane looks them up: boxes that never overlap. Pure. */
package dev.perch.fabric.policy;
