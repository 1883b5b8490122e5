/** Netlink messages (RFC 3549; linux/netlink.h): their bytes, a socket that speaks them, rtnetlink requests. */
package dev.perch.fabric.linux.netlink;
