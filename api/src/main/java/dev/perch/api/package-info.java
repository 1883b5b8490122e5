/** What is served over HTTP: the dialects of the clouds and Perch's own operator API. No rules live here. */
package dev.perch.api;
