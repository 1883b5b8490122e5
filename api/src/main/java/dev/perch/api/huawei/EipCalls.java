package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Query;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.EipView;
import dev.perch.control.Eips;
import dev.perch.model.Meta;
import dev.perch.model.NameRefusal.FieldImmutable;
import dev.perch.model.Outcome;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** EIPs of v1. */
final class EipCalls {
    private final Control control;

    EipCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.EIP)
                .post("/v1/{project}/publicips", this::create)
                .get("/v1/{project}/publicips", this::list)
                .get("/v1/{project}/publicips/{eip}", this::get)
                .put("/v1/{project}/publicips/{eip}", this::update)
                .delete("/v1/{project}/publicips/{eip}", this::delete);
    }

    private record Wanted(Eips.Create eip, Optional<Eips.Target> target) {}

    private Answer create(Request request, Caller caller) {
        Wanted wanted = request.read(
                Fields.Unknown.IGNORED,
                body -> new Wanted(EipBody.create(body), EipBody.target(body.requiredObject("publicip"), "port_id")));
        return request.answer(control.eips().create(caller, wanted.eip(), wanted.target()), EipCalls::one);
    }

    private Answer list(Request request, Caller caller) {
        Query query = request.query();
        Eips.Filter filter = new Eips.Filter(
                query.first("ip_version").map(Wire::family),
                query.all("id"),
                List.of(),
                addresses(query.all("public_ip_address")),
                query.all("port_id"),
                addresses(query.all("private_ip_address")),
                List.of());
        Predicate<Meta> inEnterpriseProject = Wire.inEnterpriseProject(query);
        List<EipView> eips = Sieve.page(
                Wire.page(query),
                view -> view.eip().id().toString(),
                view -> inEnterpriseProject.test(view.eip().meta()),
                page -> control.eips().list(caller, filter, page));
        return Answer.ok(new EipWire.Many(eips.stream().map(EipWire::of).toList()));
    }

    /** Addresses as the store has them; what is none stays as it is, and no EIP has it. */
    static List<String> addresses(List<String> texts) {
        return texts.stream()
                .map(text -> IpAddress.parse(text)
                        .toOptional()
                        .map(IpAddress::toString)
                        .orElse(text))
                .toList();
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(
                Ids.eip("", request.parameter("eip")).then(id -> control.eips().get(caller, id)), EipCalls::one);
    }

    /** What a change comes to: a new name, another address family, a binding, or the end of one. */
    private sealed interface Change {
        record Rename(String alias) implements Change {}

        record Convert(Family family) implements Change {}

        record Bind(Eips.Target target) implements Change {}

        record Unbind() implements Change {}

        static Change read(Fields body) {
            Fields eip = body.requiredObject("publicip");
            Optional<String> alias = eip.text("alias");
            Optional<Family> family = EipBody.family(eip);
            Optional<Eips.Target> target = EipBody.target(eip, "port_id");
            if (alias.isPresent()) {
                return new Rename(alias.get());
            }
            if (family.isPresent() && !eip.mentions("port_id")) {
                return new Convert(family.get());
            }
            return target.<Change>map(Bind::new).orElseGet(Unbind::new);
        }
    }

    private Answer update(Request request, Caller caller) {
        Change change = request.read(Fields.Unknown.IGNORED, Change::read);
        Outcome<EipView> changed = Ids.eip("", request.parameter("eip")).then(id -> switch (change) {
            case Change.Rename(String alias) -> control.eips().update(caller, id, rename(alias));
            case Change.Convert(Family family) -> control.eips().get(caller, id).then(view -> same(view, family));
            case Change.Bind(Eips.Target target) -> control.eips().bind(caller, id, target);
            case Change.Unbind() -> control.eips().unbind(caller, id);
        });
        return request.answer(changed, EipCalls::one);
    }

    /** An EIP has its address, and so its family, for life. */
    private static Outcome<EipView> same(EipView view, Family asked) {
        Family is = view.eip().address().family();
        return is == asked
                ? Outcome.done(view)
                : Outcome.refused(new FieldImmutable(
                        "ip_version",
                        "eip",
                        view.eip().address().toString(),
                        "version " + is.version(),
                        "version " + asked.version()));
    }

    private static Eips.Update rename(String alias) {
        return new Eips.Update(Optional.of(alias), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    private Answer delete(Request request, Caller caller) {
        return request.answer(
                Ids.eip("", request.parameter("eip")).then(id -> control.eips().delete(caller, id)),
                gone -> Answer.empty(204));
    }

    private static Answer one(EipView view) {
        return Answer.ok(new EipWire.One(EipWire.of(view)));
    }
}
