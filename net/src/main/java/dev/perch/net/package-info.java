/** Addresses and packet codecs. Every parser is total: bad bytes come back as {@link dev.perch.net.Malformed}. */
package dev.perch.net;
