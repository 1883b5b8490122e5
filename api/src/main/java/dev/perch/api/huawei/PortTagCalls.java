package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Control;
import dev.perch.control.Tags;
import dev.perch.model.ObjectId;
import dev.perch.model.Outcome;
import dev.perch.model.Tag;
import java.util.List;
import java.util.function.Function;

/** The tags of ports and virtual IPs, which v3 has other calls for. */
final class PortTagCalls {
    private static final String PATH = "/v3/{project}/ports/{port}/tags";

    private final Control control;

    PortTagCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.VPC_V3)
                .get(
                        PATH,
                        (r, c) -> r.answer(
                                on(r, id -> control.tags().of(c, id)),
                                tags -> Answer.ok(new TagWire.Many(r.id(), TagWire.of(tags)))))
                .post(PATH, (r, c) -> {
                    Tag tag = r.read(Fields.Unknown.IGNORED, body -> TagBody.of(body.requiredObject("tag")));
                    return done(r, id -> control.tags().set(c, id, List.of(tag)));
                })
                .post(PATH + "/create", (r, c) -> {
                    List<Tag> tags = r.read(Fields.Unknown.IGNORED, TagBody::required);
                    return done(r, id -> control.tags().set(c, id, tags));
                })
                .post(PATH + "/delete", (r, c) -> {
                    List<Tags.Pattern> tags = r.read(Fields.Unknown.IGNORED, TagBody::patterns);
                    return done(r, id -> control.tags().remove(c, id, tags));
                })
                .delete(PATH + "/{key}", (r, c) -> done(r, id -> control.tags().remove(c, id, r.parameter("key"))));
    }

    private static Answer done(Request request, Function<ObjectId, Outcome<List<Tag>>> change) {
        return request.answer(on(request, change), tags -> Answer.empty(204));
    }

    private static Outcome<List<Tag>> on(Request request, Function<ObjectId, Outcome<List<Tag>>> call) {
        return Either.of(request.parameter("port"), call::apply, call::apply);
    }
}
