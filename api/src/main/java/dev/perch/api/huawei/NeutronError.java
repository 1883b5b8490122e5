package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perch.api.http.Answer;

/** Neutron's way to say no. */
record NeutronError(String type, String message, String detail) {

    private record Wrapped(@JsonProperty("NeutronError") NeutronError error) {}

    static Answer answer(int status, String type, String message) {
        return Answer.json(status, new Wrapped(new NeutronError(type, message, "")));
    }
}
