package dev.perch.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perch.api.Client;
import dev.perch.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static <T> T read(String quoted, Fields.Unknown unknown, Function<Fields, T> decoder) {
        return Json.read(Client.json(quoted).getBytes(StandardCharsets.UTF_8), unknown, decoder);
    }

    private static Object lenient(String quoted, Function<Fields, ?> decoder) {
        return read(quoted, Fields.Unknown.IGNORED, decoder);
    }

    private static void refuses(String quoted, Function<Fields, ?> decoder, String field, String rule) {
        assertThatThrownBy(() -> read(quoted, Fields.Unknown.REFUSED, decoder))
                .isInstanceOfSatisfying(Malformation.class, m -> {
                    assertThat(m.field()).isEqualTo(field);
                    assertThat(m.rule()).contains(rule);
                });
    }

    @Test
    void nullAndAbsentAreTheSame() {
        assertThat(lenient("{'a':null}", f -> f.text("a"))).isEqualTo(Optional.empty());
        assertThat(lenient("{}", f -> f.text("a"))).isEqualTo(Optional.empty());
        assertThat(lenient("{'a':null}", f -> f.objects("a", 1))).isEqualTo(Optional.empty());
        assertThat(lenient("{'a':null}", f -> f.mentions("a"))).isEqualTo(true);
    }

    @Test
    void anEmptyListIsNotAbsent() {
        assertThat(lenient("{'a':[]}", f -> f.texts("a", 3))).isEqualTo(Optional.of(List.of()));
    }

    @Test
    void wrongTypesAreNamedWithTheirPath() {
        refuses("{'a':{'b':[{'c':1}]}}", FieldsTest::nested, "a.b[0].c", "must be a string, not a number");
        refuses("{'a':{'b':[7]}}", FieldsTest::nested, "a.b[0]", "must be an object, not a number");
        refuses("{'a':{'b':{}}}", FieldsTest::nested, "a.b", "must be a list, not an object");
        refuses("{'a':[]}", FieldsTest::nested, "a", "must be an object, not a list");
        refuses("{'a':'true'}", f -> f.flag("a"), "a", "must be true or false, not a string");
        refuses("{'a':1.5}", f -> f.integer("a", 0, 9), "a", "must be a whole number, not a number");
        refuses("{'a':99999999999999999999}", f -> f.integer("a", 0, 9), "a", "must be 0 to 9");
        refuses("{'a':['x',null]}", f -> f.texts("a", 9), "a[1]", "must be a string, not null");
    }

    private static Object nested(Fields fields) {
        return fields.requiredObject("a").objects("b", 9).orElseThrow().stream()
                .map(each -> each.requiredText("c"))
                .toList();
    }

    @Test
    void parsersOfTheDomainSayTheirRule() {
        assertThat(lenient("{'a':'10.0.0.1'}", f -> f.text("a", IpAddress::parse)))
                .isEqualTo(Optional.of(IpAddress.of("10.0.0.1")));
        refuses("{'a':'10.0.0.256'}", f -> f.text("a", IpAddress::parse), "a", "'10.0.0.256' is not an IPv4 address");
    }

    @Test
    void listsAreBounded() {
        refuses("{'a':['x','y','z']}", f -> f.texts("a", 2), "a", "at most 2");
    }

    @Test
    void unknownMembersAreRefusedByNameAlsoInside() {
        refuses("{'a':'x','b':1}", f -> f.text("a"), "b", "known are [a]");
        refuses("{'a':{'b':[{'c':'x','d':1}]}}", FieldsTest::nested, "a.b[0].d", "is not a field here");
        assertThat(lenient("{'a':'x','b':1}", f -> f.requiredText("a"))).isEqualTo("x");
    }
}
