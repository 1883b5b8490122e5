/** The HTTP front: listener, routes, bounded bodies, strict JSON, request ids, figures. It knows no dialect. */
package dev.perch.api.http;
