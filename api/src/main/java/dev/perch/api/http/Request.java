package dev.perch.api.http;

import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One admitted request at the route that matched it.
 *
 * @param envelope   how the route says that something is wrong
 * @param id         the request's id, as in the answer's {@code X-Request-Id}
 * @param parameters the path's variable segments, decoded
 * @param project    the value of {@code X-Project-Id}, if sent
 * @param accept     the value of {@code Accept}, if sent
 * @param body       the bytes of the body, bounded; empty when there is none
 */
public record Request(
        Envelope envelope,
        String id,
        String method,
        String path,
        Map<String, String> parameters,
        Query query,
        Optional<String> project,
        Optional<String> accept,
        byte[] body) {

    /** A variable segment of the path. The route's template has it, so it is there. */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
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
            case Outcome.Refused<T>(Refusal refusal) -> problem(new Problem.Refused(refusal));
        };
    }

    public Answer problem(Problem problem) {
        return envelope.of(problem, id);
    }
}
