package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perch.control.Tags;
import dev.perch.model.Tag;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A tag. */
record TagWire(String key, String value) {

    /** @param requestId left out where there is none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Many(String requestId, List<TagWire> tags) {}

    /** A key with every value that it has somewhere. */
    record Used(String key, Set<String> values) {}

    record AllUsed(List<Used> tags) {
        static AllUsed of(Map<String, Set<String>> values) {
            return new AllUsed(values.entrySet().stream()
                    .map(key -> new Used(key.getKey(), key.getValue()))
                    .toList());
        }
    }

    /** @param resourceDetail is always null: what there is to know is asked of the object itself */
    record Resource(String resourceId, String resourceName, Object resourceDetail, List<TagWire> tags) {
        static Resource of(Tags.Tagged object) {
            return new Resource(object.id().toString(), object.name(), null, TagWire.of(object.tags()));
        }
    }

    record Resources(List<Resource> resources, int totalCount) {}

    record Count(int totalCount) {}

    static List<TagWire> of(List<Tag> tags) {
        return tags.stream().map(tag -> new TagWire(tag.key(), tag.value())).toList();
    }

    /** As EIPs show them: {@code key=value}. */
    static List<String> texts(List<Tag> tags) {
        return tags.stream().map(tag -> tag.key() + "=" + tag.value()).toList();
    }
}
