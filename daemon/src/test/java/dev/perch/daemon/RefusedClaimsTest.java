package dev.perch.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Evidence.RefusedClaim;
import dev.perch.model.ObjectId.PortId;
import dev.perch.net.IpAddress;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefusedClaimsTest {
    private final RefusedClaims claims = new RefusedClaims();

    @Test
    void theFirstIsToldAndThenOneAMinuteWithHowManyThereWere() {
        assertThat(told(1, "10.0.0.9", 0)).hasValue(1);
        for (int second = 1; second < 60; second++) {
            assertThat(told(1, "10.0.0.9", second)).isEmpty();
        }
        assertThat(told(1, "10.0.0.9", 60)).hasValue(60);
        assertThat(told(1, "10.0.0.9", 61)).isEmpty();
    }

    @Test
    void anotherPortAndAnotherAddressAreToldByThemselves() {
        assertThat(told(1, "10.0.0.9", 0)).hasValue(1);
        assertThat(told(2, "10.0.0.9", 0)).hasValue(1);
        assertThat(told(1, "10.0.0.10", 0)).hasValue(1);
    }

    @Test
    void oneThatComesBackAfterAWhileIsToldAtOnce() {
        assertThat(told(1, "10.0.0.9", 0)).hasValue(1);
        assertThat(told(2, "10.0.0.9", 100)).hasValue(1);
        assertThat(told(1, "10.0.0.9", 101)).hasValue(1);
    }

    private OptionalInt told(long port, String address, long second) {
        return claims.told(new RefusedClaim(
                new PortId(new UUID(0, port)), IpAddress.of(address), "ARP", Instant.ofEpochSecond(second)));
    }
}
