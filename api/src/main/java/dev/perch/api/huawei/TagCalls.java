package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Tags;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.Kind;
import dev.perch.model.Outcome;
import dev.perch.model.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tags of VPCs, subnets, security groups and EIPs. */
final class TagCalls {
    private static final int MOST_PATTERNS = 10;
    private static final int MOST_FOUND = 1000;

    private final Control control;

    TagCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        register(calls, "vpcs", Kind.VPC);
        register(calls, "subnets", Kind.SUBNET);
        register(calls, "security-groups", Kind.SECURITY_GROUP);
        register(calls, "publicips", Kind.EIP);
    }

    private void register(Calls calls, String path, Kind kind) {
        String all = "/v2.0/{project}/" + path;
        String one = all + "/{id}/tags";
        calls.family(CallFamily.TAG)
                .get(
                        one,
                        (r, c) -> r.answer(
                                id(r, kind).then(id -> control.tags().of(c, id)),
                                tags -> Answer.ok(new TagWire.Many(null, TagWire.of(tags)))))
                .post(one, (r, c) -> set(r, c, kind))
                .post(one + "/action", (r, c) -> act(r, c, kind))
                .delete(
                        one + "/{key}",
                        (r, c) -> done(r, id(r, kind).then(id -> control.tags().remove(c, id, r.parameter("key")))))
                .get(
                        all + "/tags",
                        (r, c) -> Answer.ok(TagWire.AllUsed.of(control.tags().used(c, kind))))
                .post(all + "/resource_instances/action", (r, c) -> find(r, c, kind));
    }

    private static Outcome<ObjectId> id(Request request, Kind kind) {
        String text = request.parameter("id");
        return Outcome.of(Ids.uuid(text).map(value -> ObjectId.of(kind, value)), new NotFound("", kind.word(), text));
    }

    private Answer set(Request request, Caller caller, Kind kind) {
        Tag tag = request.read(Fields.Unknown.IGNORED, body -> TagBody.of(body.requiredObject("tag")));
        return done(request, id(request, kind).then(id -> control.tags().set(caller, id, List.of(tag))));
    }

    private sealed interface Action {
        record Create(List<Tag> tags) implements Action {}

        record Delete(List<Tags.Pattern> tags) implements Action {}

        static Action read(Fields body) {
            return switch (body.requiredText("action")) {
                case "create" -> new Create(TagBody.required(body));
                case "delete" -> new Delete(TagBody.patterns(body));
                default -> throw body.broken("action", "must be create or delete");
            };
        }
    }

    private Answer act(Request request, Caller caller, Kind kind) {
        Action action = request.read(Fields.Unknown.IGNORED, Action::read);
        return done(request, id(request, kind).then(id -> switch (action) {
            case Action.Create(List<Tag> tags) -> control.tags().set(caller, id, tags);
            case Action.Delete(List<Tags.Pattern> tags) -> control.tags().remove(caller, id, tags);
        }));
    }

    private static Answer done(Request request, Outcome<List<Tag>> outcome) {
        return request.answer(outcome, tags -> Answer.empty(204));
    }

    private record Search(boolean counts, int limit, int offset, List<Tags.Pattern> tags, String name) {
        static Search read(Fields body) {
            boolean counts = switch (body.requiredText("action")) {
                case "count" -> true;
                case "filter" -> false;
                default -> throw body.broken("action", "must be filter or count");
            };
            Set<String> keys = new HashSet<>();
            List<Tags.Pattern> tags = body.objects("tags", MOST_PATTERNS).orElse(List.of()).stream()
                    .map(tag -> {
                        String key = tag.requiredText("key");
                        if (!keys.add(key)) {
                            throw tag.broken("key", "names '" + key + "' twice");
                        }
                        return new Tags.Pattern(
                                key, tag.texts("values", MOST_PATTERNS).orElse(List.of()));
                    })
                    .toList();
            List<String> names = body.objects("matches", 1).orElse(List.of()).stream()
                    .map(match -> {
                        if (!match.requiredText("key").equals("resource_name")) {
                            throw match.broken("key", "must be resource_name");
                        }
                        return match.requiredText("value");
                    })
                    .toList();
            return new Search(
                    counts,
                    body.integer("limit", 1, MOST_FOUND).orElse(MOST_FOUND),
                    body.integer("offset", 0, Integer.MAX_VALUE).orElse(0),
                    tags,
                    names.isEmpty() ? "" : names.getFirst());
        }
    }

    private Answer find(Request request, Caller caller, Kind kind) {
        Search search = request.read(Fields.Unknown.IGNORED, Search::read);
        List<Tags.Tagged> found = control.tags().find(caller, kind, search.tags(), search.name());
        return Answer.ok(
                search.counts()
                        ? new TagWire.Count(found.size())
                        : new TagWire.Resources(
                                found.stream()
                                        .skip(search.offset())
                                        .limit(search.limit())
                                        .map(TagWire.Resource::of)
                                        .toList(),
                                found.size()));
    }
}
