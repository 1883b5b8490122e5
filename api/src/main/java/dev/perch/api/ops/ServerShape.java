package dev.perch.api.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perch.control.ServerView;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.Server;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A server, as this API shows it.
 *
 * @param userData only where one server is shown
 */
record ServerShape(
        String id,
        String name,
        String description,
        String power,
        String state,
        String detail,
        String since,
        Long pid,
        String vpcId,
        String vpcName,
        long boot,
        @JsonInclude(JsonInclude.Include.NON_NULL) String userData,
        List<PortShape> nics,
        String createdAt,
        String updatedAt,
        long revision) {

    static ServerShape of(
            ServerView view, OptionalLong pid, boolean withUserData, Function<PortId, FabricView.PortState> states) {
        Server server = view.server();
        return new ServerShape(
                server.id().toString(),
                server.meta().name(),
                server.meta().description(),
                Shapes.word(server.power()),
                view.status().state().name(),
                view.status().detail(),
                Shapes.time(view.status().since()),
                pid.isPresent() ? pid.getAsLong() : null,
                view.vpc().map(vpc -> vpc.id().toString()).orElse(null),
                view.vpc().map(vpc -> vpc.meta().name()).orElse(null),
                server.boot(),
                withUserData ? server.userData() : null,
                view.nics().stream()
                        .map(nic -> PortShape.of(nic, states.apply(nic.port().id())))
                        .toList(),
                Shapes.time(server.meta().created()),
                Shapes.time(server.meta().updated()),
                server.meta().revision().value());
    }
}
