package dev.perch.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Routes routes = new Routes(
            List.of(
                    route("GET", "/v1/{project}/servers/detail"),
                    route("GET", "/v1/{project}/servers/{server}"),
                    route("POST", "/v1/{project}/servers/delete"),
                    route("PUT", "/v1/{project}/servers/nics/{nic}"),
                    route("GET", "/v1/{project}/servers/{server}/nics"),
                    route("GET", "/v2.0/ports/{port}"),
                    route("GET", "/v2.0/{project}/vpcs/{vpc}/tags")),
            new Figures());

    private static Route route(String method, String template) {
        return new Route(method, template, (problem, id) -> Answer.empty(500), request -> Answer.empty(204));
    }

    private String find(String method, String... segments) {
        return switch (routes.find(method, List.of(segments))) {
            case Routes.Found.Hit hit -> hit.route().template() + " " + new java.util.TreeMap<>(hit.parameters());
            case Routes.Found.WrongMethod wrong -> "only " + wrong.allowed();
            case Routes.Found.Nothing nothing -> "nothing";
        };
    }

    @Test
    void aLiteralSegmentIsPreferredToAVariableOne() {
        assertThat(find("GET", "v1", "p", "servers", "detail")).isEqualTo("/v1/{project}/servers/detail {project=p}");
        assertThat(find("GET", "v1", "p", "servers", "s"))
                .isEqualTo("/v1/{project}/servers/{server} {project=p, server=s}");
    }

    @Test
    void aDeadEndIsBackedOutOf() {
        assertThat(find("GET", "v1", "p", "servers", "delete"))
                .isEqualTo("/v1/{project}/servers/{server} {project=p, server=delete}");
        assertThat(find("GET", "v1", "p", "servers", "nics", "nics"))
                .isEqualTo("/v1/{project}/servers/{server}/nics {project=p, server=nics}");
        assertThat(find("GET", "v2.0", "ports", "vpcs", "tags")).isEqualTo("nothing");
        assertThat(find("GET", "v2.0", "ports", "vpcs", "v", "tags"))
                .isEqualTo("/v2.0/{project}/vpcs/{vpc}/tags {project=ports, vpc=v}");
        assertThat(find("GET", "v2.0", "ports", "x")).isEqualTo("/v2.0/ports/{port} {port=x}");
        assertThat(find("GET", "v2.0", "q", "vpcs", "v", "tags"))
                .isEqualTo("/v2.0/{project}/vpcs/{vpc}/tags {project=q, vpc=v}");
    }

    @Test
    void whatIsThereUnderAnotherMethodSaysWhich() {
        assertThat(find("PATCH", "v1", "p", "servers", "delete")).isEqualTo("only [GET, POST]");
        assertThat(find("GET", "v1", "p")).isEqualTo("nothing");
        assertThat(find("GET", "v1", "", "servers", "s")).isEqualTo("nothing");
    }

    @Test
    void twoRoutesOfOnePlaceAreAMistake() {
        assertThatThrownBy(() -> new Routes(List.of(route("GET", "/a/{x}"), route("GET", "/a/{x}")), new Figures()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
