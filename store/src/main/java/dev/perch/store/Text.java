package dev.perch.store;

import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How values are written in TEXT columns, where {@code toString} does not do. */
final class Text {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSX").withZone(ZoneOffset.UTC);

    private Text() {}

    /** A time in fixed width, so that text order is the order of times; {@link Instant#parse} reads it. */
    static String of(Instant time) {
        return TIME.format(time);
    }

    /** Strings by key, as an HTML form is sent: sorted by key. */
    static String of(Map<String, String> attributes) {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(e -> form(e.getKey()) + "=" + form(e.getValue()))
                        .collect(Collectors.joining("&"));
    }

    static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            attributes.put(plain(pair.substring(0, equals)), plain(pair.substring(equals + 1)));
        }
        return attributes;
    }

    /** An address as hexadecimal digits of fixed width, so that text order is the order of addresses. */
    static String number(IpAddress address) {
        String digits = address.toBigInteger().toString(16);
        return "0".repeat(address.family().bits() / 4 - digits.length()) + digits;
    }

    static IpAddress address(Family family, String number) {
        return IpAddress.of(family, new BigInteger(number, 16));
    }

    static Family family(long version) {
        return version == 4 ? Family.IPV4 : Family.IPV6;
    }

    /** The identity of an object of a kind. */
    static ObjectId id(String kind, String id) {
        return ObjectId.of(ObjectId.Kind.valueOf(kind), UUID.fromString(id));
    }

    /** The column of a set of groups; null for none. */
    static Integer number(GroupSet groups) {
        return groups.number() == 0 ? null : groups.number();
    }

    /** From the columns {@code group_set} and {@code group_members}. */
    static GroupSet groupSet(ResultSet row) throws SQLException {
        String members = row.getString("group_members");
        return members == null ? GroupSet.NONE : new GroupSet(row.getInt("group_set"), groups(members));
    }

    static List<SecurityGroupId> groups(String members) {
        return Stream.of(members.split(","))
                .map(id -> new SecurityGroupId(UUID.fromString(id)))
                .toList();
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String plain(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
