/** The embedded data plane of one machine: kernel bridges, veth pairs and nftables, spoken to natively. */
package dev.perch.fabric.linux;
