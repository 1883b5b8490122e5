package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;

/** What became of a call that takes time. */
final class JobCalls {
    private final Control control;

    JobCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.ECS).get("/v1/{project}/jobs/{job}", this::get);
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(control.jobs().get(caller, request.parameter("job")), job -> Answer.ok(JobWire.of(job)));
    }
}
