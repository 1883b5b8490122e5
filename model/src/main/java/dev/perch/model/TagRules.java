package dev.perch.model;

import dev.perch.model.TagRefusal.TagInvalid;
import dev.perch.model.TagRefusal.TagTwice;
import dev.perch.model.TagRefusal.TooManyTags;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What tags may look like: support.huaweicloud.com/api-vpc/vpc_tag_0001.html and vpc_tag_0004.html. */
public final class TagRules {

    /** Of one object. */
    public static final int MOST = 20;

    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{N}_-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{N}_.-]{0,255}");

    private TagRules() {}

    /** Tags that a request sets: each by itself, and no key twice. */
    public static Optional<Refusal> settable(String field, List<Tag> tags) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < tags.size(); i++) {
            Tag tag = tags.get(i);
            String at = field + "[" + i + "]";
            if (!KEY.matcher(tag.key()).matches()) {
                return Optional.of(
                        new TagInvalid(at + ".key", "the key of a tag has 1 to 128 letters, digits, '_' or '-'"));
            }
            if (!VALUE.matcher(tag.value()).matches()) {
                return Optional.of(new TagInvalid(
                        at + ".value", "the value of a tag has at most 255 letters, digits, '_', '.' or '-'"));
            }
            if (!keys.add(tag.key())) {
                return Optional.of(new TagTwice(at + ".key", tag.key()));
            }
        }
        return Optional.empty();
    }

    /** How many an object has after a request. */
    public static Optional<Refusal> room(String field, int tags) {
        return tags > MOST ? Optional.of(new TooManyTags(field, tags)) : Optional.empty();
    }
}
