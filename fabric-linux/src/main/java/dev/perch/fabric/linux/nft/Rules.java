package dev.perch.fabric.linux.nft;

import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.fabric.linux.netlink.Attributes;
import dev.perch.fabric.linux.netlink.Message;
import dev.perch.fabric.linux.netlink.Received;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules of our tables: sets and chains without elements. Their fingerprint is taken of what the kernel holds, rule by
 * rule, so that a rule that somebody added, removed, replaced or moved is noticed; what it should be is read from a
 * namespace made for that.
 */
public final class Rules {
    private static final Map<Table, String> TEXTS = new ConcurrentHashMap<>();
    private static final Map<Table, String> REFERENCES = new ConcurrentHashMap<>();

    private Rules() {}

    private static String text(Table table) {
        return TEXTS.computeIfAbsent(table, Rules::read);
    }

    private static String read(Table table) {
        return new RuleText().read(table.resource());
    }

    /** The fingerprint of the rules as they should be. */
    public static String reference(Table table) {
        return REFERENCES.computeIfAbsent(table, Rules::measure);
    }

    private static String measure(Table table) {
        try (NamespaceThread scratch = NamespaceThread.unshare("rules")) {
            return scratch.call(() -> {
                Libnftables.run(text(table));
                try (Nftables nftables = Nftables.open()) {
                    return fingerprint(table, nftables).orElseThrow();
                }
            });
        }
    }

    /**
     * Puts the rules into the namespace of the calling thread in one transaction, whatever is there. Elements and counters
     * stay, unless a set has to be made anew.
     *
     * @return whether they stayed
     */
    public static boolean install(Table table, Nftables nftables) {
        boolean existed = fingerprint(table, nftables).isPresent();
        String path = table.path();
        String text = text(table);
        try {
            Libnftables.run("add table " + path + "\nflush table " + path + "\n" + text);
            if (fingerprint(table, nftables).equals(Optional.of(reference(table)))) {
                return existed;
            }
        } catch (IllegalStateException e) {
            // A set or chain of this name with another definition: only a new table helps.
        }
        Libnftables.run("add table " + path + "\ndelete table " + path + "\n" + text);
        return false;
    }

    /** Removes the table and all in it; a missing one is none. In the namespace of the calling thread. */
    public static void remove(Table table) {
        Libnftables.run("add table " + table.path() + "\ndelete table " + table.path());
    }

    /** Sixteen hexadecimal digits over what the kernel holds of the table; empty when there is none. */
    public static Optional<String> fingerprint(Table table, Nftables nftables) {
        List<String> lines = new ArrayList<>();
        for (Received found : list(table, nftables, NftMessages.GETTABLE, NftMessages.TABLE_NAME)) {
            Attributes a = found.attributes(NftMessages.FIXED);
            lines.add("table " + a.numberBigEndian(NftMessages.TABLE_FLAGS).orElse(0));
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        List<String> sets = new ArrayList<>();
        for (Received set : list(table, nftables, NftMessages.GETSET, NftMessages.SET_TABLE)) {
            Attributes a = set.attributes(NftMessages.FIXED);
            String name = a.text(NftMessages.SET_NAME).orElse("");
            if (name.startsWith("__")) {
                sets.add("anonymous " + nftables.contents(table, name));
            } else {
                sets.add("set " + name + " "
                        + a.numberBigEndian(NftMessages.SET_FLAGS).orElse(0) + " "
                        + a.numberBigEndian(NftMessages.SET_KEY_LEN).orElse(0) + " "
                        + a.numberBigEndian(NftMessages.SET_DATA_LEN).orElse(0));
            }
        }
        sets.sort(Comparator.naturalOrder());
        lines.addAll(sets);
        lines.addAll(chains(table, nftables));
        return Optional.of(digest(lines));
    }

    private static List<String> chains(Table table, Nftables nftables) {
        List<String> lines = new ArrayList<>();
        for (Received chain : list(table, nftables, NftMessages.GETCHAIN, NftMessages.CHAIN_TABLE)) {
            Attributes a = chain.attributes(NftMessages.FIXED);
            lines.add("chain " + a.text(NftMessages.CHAIN_NAME).orElse("") + " "
                    + hex(a, NftMessages.CHAIN_HOOK) + " " + hex(a, NftMessages.CHAIN_POLICY) + " "
                    + a.text(NftMessages.CHAIN_TYPE).orElse(""));
        }
        for (Received rule : list(table, nftables, NftMessages.GETRULE, NftMessages.RULE_TABLE)) {
            Attributes a = rule.attributes(NftMessages.FIXED);
            lines.add("rule " + a.text(NftMessages.RULE_CHAIN).orElse("") + " " + expressions(a));
        }
        // By chain; a stable sort keeps the order of the rules in each.
        lines.sort(Comparator.comparing(Rules::chainOf));
        return lines;
    }

    private static String chainOf(String line) {
        return line.split(" ", 3)[1];
    }

    private static String expressions(Attributes rule) {
        StringBuilder text = new StringBuilder();
        for (Attributes.Attribute item :
                rule.nested(NftMessages.RULE_EXPRESSIONS).all()) {
            Attributes expression = Attributes.parse(item.value(), 0);
            text.append(' ').append(expression.text(NftMessages.EXPR_NAME).orElse(""));
            for (Attributes.Attribute part :
                    expression.nested(NftMessages.EXPR_DATA).all()) {
                // The kernel numbers anonymous sets as they come.
                boolean anonymous = new String(part.value(), StandardCharsets.ISO_8859_1).startsWith("__");
                text.append(' ').append(part.kind()).append('=');
                text.append(anonymous ? "anonymous" : HexFormat.of().formatHex(part.value()));
            }
        }
        return text.toString();
    }

    private static String hex(Attributes attributes, int kind) {
        return attributes.bytes(kind).map(HexFormat.of()::formatHex).orElse("");
    }

    /** What there is of a kind in a table; {@code tableAttribute} is where that kind names its table. */
    private static List<Received> list(Table table, Nftables nftables, int kind, int tableAttribute) {
        return nftables.socket().dump(NftMessages.message(table, kind, Message.DUMP), "list rules").stream()
                .filter(m -> NftMessages.kind(m.type()) == kind - 1)
                .filter(m -> NftMessages.table(m, tableAttribute).equals(Optional.of(table)))
                .toList();
    }

    private static String digest(List<String> lines) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            lines.forEach(line -> sha.update((line + "\n").getBytes(StandardCharsets.ISO_8859_1)));
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
