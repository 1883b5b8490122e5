package dev.perch.fabric.linux.nft;

import dev.perch.fabric.linux.netlink.Message;
import dev.perch.fabric.linux.netlink.Received;
import java.util.Optional;
import java.util.stream.Stream;

/** The messages of nfnetlink's nftables subsystem (linux/netfilter/nf_tables.h) and their attributes that we use. */
final class NftMessages {
    static final int GETTABLE = 1;
    static final int GETCHAIN = 4;
    static final int GETRULE = 7;
    static final int GETSET = 10;
    static final int NEWSETELEM = 12;
    static final int GETSETELEM = 13;
    static final int DELSETELEM = 14;

    /** Deletes without minding that there is none (Linux 6.3). */
    static final int DESTROYSETELEM = 30;

    static final int TABLE_NAME = 1;
    static final int TABLE_FLAGS = 2;

    static final int CHAIN_TABLE = 1;
    static final int CHAIN_NAME = 3;
    static final int CHAIN_HOOK = 4;
    static final int CHAIN_POLICY = 5;
    static final int CHAIN_TYPE = 7;

    static final int RULE_TABLE = 1;
    static final int RULE_CHAIN = 2;
    static final int RULE_EXPRESSIONS = 4;

    static final int SET_TABLE = 1;
    static final int SET_NAME = 2;
    static final int SET_FLAGS = 3;
    static final int SET_KEY_LEN = 5;
    static final int SET_DATA_LEN = 7;

    static final int LIST_TABLE = 1;
    static final int LIST_SET = 2;
    static final int LIST_ELEMENTS = 3;
    static final int LIST_ELEM = 1;

    static final int ELEM_KEY = 1;
    static final int ELEM_DATA = 2;
    static final int ELEM_FLAGS = 3;
    static final int ELEM_EXPR = 7;
    static final int ELEM_KEY_END = 10;
    static final int DATA_VALUE = 1;
    static final int DATA_VERDICT = 2;
    static final int VERDICT_CODE = 1;
    static final int VERDICT_CHAIN = 2;
    static final int ACCEPT = 1;
    static final int GOTO = -4;

    static final int EXPR_NAME = 1;
    static final int EXPR_DATA = 2;
    static final int COUNTER_PACKETS = 2;

    static final int FIXED = 4;

    private static final int SUBSYSTEM = 10;
    private static final int BATCH_BEGIN = 16;
    private static final int BATCH_END = 17;

    private NftMessages() {}

    /** A message about something of a table. */
    static Message message(Table table, int kind, int flags) {
        return new Message(SUBSYSTEM << 8 | kind, flags)
                .u8(table.protocol())
                .u8(0)
                .u16(0);
    }

    /** The kind of a received message, or -1 for another subsystem's. */
    static int kind(int type) {
        return type >> 8 == SUBSYSTEM ? type & 0xff : -1;
    }

    /** The table that a received message is about, by its family and the name in an attribute; empty for others. */
    static Optional<Table> table(Received message, int nameAttribute) {
        String name = message.attributes(FIXED).text(nameAttribute).orElse("");
        return Stream.of(Table.values())
                .filter(table -> table.protocol() == message.u8(0) && name.equals(Table.NAME))
                .findFirst();
    }

    static Message begin() {
        return new Message(BATCH_BEGIN, 0).u8(0).u8(0).u16BigEndian(SUBSYSTEM);
    }

    static Message end() {
        return new Message(BATCH_END, 0).u8(0).u8(0).u16BigEndian(SUBSYSTEM);
    }
}
