/** The domain: what a VPC, a subnet, a port, a virtual IP and a server are, and every rule about them, as pure values. */
package dev.perch.model;
