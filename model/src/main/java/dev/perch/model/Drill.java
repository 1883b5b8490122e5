package dev.perch.model;

import dev.perch.model.ObjectId.VipId;
import java.time.Instant;
import java.util.UUID;

/**
 * A failover that was made on purpose and measured.
 *
 * @param mode   how the holder was made to fail, e.g. {@code power-off}
 * @param result a JSON object with the timeline and the outage per vantage point
 */
public record Drill(UUID id, VipId vip, String mode, Instant at, String result) {}
