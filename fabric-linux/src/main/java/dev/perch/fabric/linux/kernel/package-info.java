/** System calls: the only place that touches native memory besides {@code nft}'s binding of libnftables. */
package dev.perch.fabric.linux.kernel;
