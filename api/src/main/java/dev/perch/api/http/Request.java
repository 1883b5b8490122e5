package dev.perch.api.http;

import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One admitted request at the route that matched it.
 *
 * @param id         the request's id, as in the answer's {@code X-Request-Id}
 * @param parameters the path's variable segments, decoded
 * @param header     the first value of a header by its name
 * @param body       the bytes of the body, bounded; empty when there is none
 * @param envelope   how the route says that something is wrong
 */
public record Request(
        String id,
        Map<String, String> parameters,
        Query query,
        Function<String, Optional<String>> header,
        byte[] body,
        Envelope envelope,
        Figures figures) {

    /** A variable segment of the path. The route's template has it, so it is there. */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    /** The value of {@code X-Project-Id}, if sent. */
    public Optional<String> project() {
        return header.apply("X-Project-Id");
    }

    /**
     * Reads the body, which must be one JSON object.
     *
     * @throws Malformation naming what is wrong with it
     */
    public <T> T read(Fields.Unknown unknown, Function<Fields, T> decoder) {
        return Json.read(body, unknown, decoder);
    }

    /** The answer to what the domain said. */
    public <T> Answer answer(Outcome<T> outcome, Function<? super T, Answer> answer) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> answer.apply(value);
            case Outcome.Refused<T>(Refusal refusal) -> refuse(refusal);
        };
    }

    public Answer refuse(Refusal refusal) {
        figures.refused(refusal);
        return problem(new Problem.Refused(refusal));
    }

    public Answer problem(Problem problem) {
        return envelope.of(problem, id);
    }
}
