package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Vpcs;
import dev.perch.model.Vpc;
import dev.perch.net.IpPrefix;
import java.util.Map;

/** {@code vpcs}. */
final class VpcCalls {
    private final Control control;

    VpcCalls(Control control) {
        this.control = control;
    }

    void register(Ops ops) {
        ops.get("vpcs", this::list)
                .post("vpcs", this::create)
                .get("vpcs/{ref}", this::get)
                .delete("vpcs/{ref}", this::delete);
    }

    private record Shape(
            String id,
            String name,
            String description,
            String cidr,
            String createdAt,
            String updatedAt,
            long revision) {
        static Shape of(Vpc vpc) {
            return new Shape(
                    vpc.id().toString(),
                    vpc.meta().name(),
                    vpc.meta().description(),
                    vpc.cidr().map(IpPrefix::toString).orElse(null),
                    Shapes.time(vpc.meta().created()),
                    Shapes.time(vpc.meta().updated()),
                    vpc.meta().revision().value());
        }
    }

    private Answer list(Request request, Caller caller) {
        return new Listing<Vpc>(
                        "vpcs",
                        page -> control.vpcs().list(caller, page),
                        Shape::of,
                        vpc -> vpc.id().toString())
                .answer(request.query());
    }

    private Answer create(Request request, Caller caller) {
        Vpcs.Create create = Ops.read(
                request,
                body -> new Vpcs.Create(
                        body.requiredText("name"),
                        body.text("description").orElse(""),
                        body.text("cidr", IpPrefix::parse),
                        Map.of()));
        return request.answer(control.vpcs().create(caller, create), vpc -> Answer.json(201, Shape.of(vpc)));
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(control.vpcs().find(caller, request.parameter("ref")), vpc -> Answer.ok(Shape.of(vpc)));
    }

    private Answer delete(Request request, Caller caller) {
        return request.answer(
                control.vpcs()
                        .find(caller, request.parameter("ref"))
                        .then(vpc -> control.vpcs().delete(caller, vpc.id())),
                gone -> Answer.empty(204));
    }
}
