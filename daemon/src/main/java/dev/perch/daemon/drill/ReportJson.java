package dev.perch.daemon.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.net.Family;
import java.util.Optional;

/** A report in the operator API's words. Times are milliseconds, rounded to a hundredth. */
public final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportJson() {}

    public static String of(Report report) {
        ObjectNode out = JSON.createObjectNode()
                .put("id", report.id().toString())
                .put("vip", report.vip())
                .put("mode", report.mode().word())
                .put("started_at", report.startedAt().toString())
                .put("failed_at", report.failedAt().toString());
        holder(out, "holder_before", report.before());
        holder(out, "holder_after", report.after());
        ArrayNode timeline = out.putArray("timeline");
        report.timeline()
                .forEach(moment -> timeline.addObject()
                        .put("at_ms", rounded(moment.atMillis()))
                        .put("what", moment.what()));
        ArrayNode vantages = out.putArray("vantage_points");
        report.vantagePoints().forEach(vantage -> vantage(vantages.addObject(), vantage));
        ArrayNode leftOut = out.putArray("left_out");
        report.leftOut()
                .forEach(one -> leftOut.addObject().put("name", one.name()).put("reason", one.reason()));
        out.put("ok", report.ok()).put("disturbed", report.isDisturbed()).put("note", report.note());
        return out.toString();
    }

    private static void holder(ObjectNode out, String field, Optional<Report.Holder> holder) {
        holder.ifPresentOrElse(
                it -> out.putObject(field)
                        .put("server_name", it.server())
                        .put("port_id", it.port().toString()),
                () -> out.putNull(field));
    }

    private static void vantage(ObjectNode out, Report.Vantage vantage) {
        out.put("name", vantage.name())
                .put("family", vantage.family() == Family.IPV4 ? "ipv4" : "ipv6")
                .put("sent", vantage.sent())
                .put("lost", vantage.lost());
        number(out, "outage_ms", vantage.outageMillis());
        number(out, "last_answer_ms", vantage.lastAnswerMillis());
        number(out, "first_answer_ms", vantage.firstAnswerMillis());
        out.put("slept_ms", rounded(vantage.sleptMillis()));
    }

    private static void number(ObjectNode out, String field, Optional<Double> value) {
        value.ifPresentOrElse(it -> out.put(field, rounded(it)), () -> out.putNull(field));
    }

    private static double rounded(double millis) {
        return Math.round(millis * 100) / 100.0;
    }
}
