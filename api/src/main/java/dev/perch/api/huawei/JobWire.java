package dev.perch.api.huawei;

import dev.perch.model.Job;
import dev.perch.model.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A job of ECS with its parts. */
record JobWire(
        String jobId,
        String jobType,
        String status,
        String beginTime,
        String endTime,
        String errorCode,
        String failReason,
        Entities entities) {

    record Entities(int subJobsTotal, List<Sub> subJobs) {}

    record Sub(
            String jobId,
            String jobType,
            String status,
            String beginTime,
            String endTime,
            String errorCode,
            String failReason,
            Map<String, String> entities) {}

    static JobWire of(Job job) {
        List<Sub> subs = job.steps().stream().map(step -> sub(job, step)).toList();
        return new JobWire(
                job.id(),
                job.type(),
                job.status().name(),
                Wire.time(job.began()),
                end(job.ended()),
                code(job.error()),
                reason(job.error()),
                new Entities(subs.size(), subs));
    }

    private static Sub sub(Job job, Job.Step step) {
        return new Sub(
                step.id(),
                step.type(),
                step.status().name(),
                Wire.time(job.began()),
                end(step.ended()),
                code(step.error()),
                reason(step.error()),
                Map.of(nameOf(step.subject()), step.subject().toString()));
    }

    private static String nameOf(ObjectId subject) {
        return switch (subject.kind()) {
            case SERVER -> "server_id";
            case PORT -> "nic_id";
            case VPC -> "vpc_id";
            case SUBNET -> "subnet_id";
            case VIP -> "port_id";
            case PEERING -> "peering_id";
            case ROUTE_TABLE -> "routetable_id";
            case ROUTE -> "route_id";
            case EIP -> "publicip_id";
            case SECURITY_GROUP -> "security_group_id";
            case RULE -> "security_group_rule_id";
        };
    }

    private static String end(Optional<Instant> ended) {
        return ended.map(Wire::time).orElse("");
    }

    private static String code(String error) {
        return error.isEmpty() ? null : "Ecs.0000";
    }

    private static String reason(String error) {
        return error.isEmpty() ? null : error;
    }
}
