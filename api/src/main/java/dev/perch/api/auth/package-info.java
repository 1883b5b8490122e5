/** Who may call. */
package dev.perch.api.auth;
