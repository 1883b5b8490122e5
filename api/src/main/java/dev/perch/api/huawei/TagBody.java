package dev.perch.api.huawei;

import dev.perch.api.http.Fields;
import dev.perch.control.Tags;
import dev.perch.model.Tag;
import java.util.List;

/** Tags in bodies. */
final class TagBody {
    /** More than an object can have, so that too many are refused by the rule. */
    private static final int MOST = 100;

    private TagBody() {}

    /** Those of a new object of v1: texts of the form {@code key*value}. */
    static List<Tag> v1(Fields object) {
        return object.texts("tags", MOST).orElse(List.of()).stream()
                .map(text -> {
                    int star = text.indexOf('*');
                    if (star < 0) {
                        throw object.broken("tags", "must hold texts of the form key*value, not '" + text + "'");
                    }
                    return new Tag(text.substring(0, star), text.substring(star + 1));
                })
                .toList();
    }

    /** Those of a new object of v3. */
    static List<Tag> v3(Fields object) {
        return object.objects("tags", MOST).orElse(List.of()).stream()
                .map(TagBody::of)
                .toList();
    }

    /** Those that a call is about. */
    static List<Tag> required(Fields body) {
        return requiredObjects(body).stream().map(TagBody::of).toList();
    }

    /** Those that a call takes away; the value may be left out. */
    static List<Tags.Pattern> patterns(Fields body) {
        return requiredObjects(body).stream()
                .map(tag -> new Tags.Pattern(
                        tag.requiredText("key"),
                        Wire.filled(tag, "value").map(List::of).orElse(List.of())))
                .toList();
    }

    static Tag of(Fields tag) {
        return new Tag(tag.requiredText("key"), tag.text("value").orElse(""));
    }

    private static List<Fields> requiredObjects(Fields body) {
        return body.objects("tags", MOST).orElseThrow(() -> body.missing("tags"));
    }
}
