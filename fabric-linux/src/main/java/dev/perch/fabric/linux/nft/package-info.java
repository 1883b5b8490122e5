/** The port rules: their text, the sets they look into, and the two ways to nftables (libnftables and nfnetlink). */
package dev.perch.fabric.linux.nft;
