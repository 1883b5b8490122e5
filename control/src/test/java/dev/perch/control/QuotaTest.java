package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.ProjectId;
import dev.perch.model.Quota;
import dev.perch.model.QuotaRefusal.QuotaExceeded;
import dev.perch.model.QuotaRefusal.QuotaInvalid;
import dev.perch.model.VpcRefusal;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits of what a project may have. */
@ParameterizedClass
@EnumSource(Engine.class)
final class QuotaTest {
    @Parameter
    private Engine engine;

    private World world;

    @BeforeEach
    void start(@TempDir Path folder) {
        world = new World(engine, folder);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void nothingIsLimitedAtFirst() {
        world.subnet(world.vpc("net"), "front", "10.0.0.0/24");
        assertThat(world.control.quotas().list(world.caller))
                .contains(
                        new Quota(Quota.Type.VPC, 1, Optional.empty()),
                        new Quota(Quota.Type.SUBNET, 1, Optional.empty()),
                        new Quota(Quota.Type.EIP, 0, Optional.empty()))
                .hasSize(Quota.Type.values().length);
    }

    @Test
    void aLimitIsKeptAndCanBeLifted() {
        limit(Quota.Type.VPC, 1);
        world.vpc("net");
        Vpcs.Create another = new Vpcs.Create("other", "", Optional.of(IpPrefix.of("10.0.0.0/8")), Map.of());
        assertThat(World.refusal(world.control.vpcs().create(world.caller, another)))
                .isEqualTo(new QuotaExceeded("", Quota.Type.VPC, 1));
        world.control
                .vpcs()
                .create(new Caller(new ProjectId("f".repeat(32)), "stranger"), another)
                .orThrow();
        world.control
                .quotas()
                .set(world.caller, Map.of(Quota.Type.VPC, Optional.empty()))
                .orThrow();
        world.control.vpcs().create(world.caller, another).orThrow();
    }

    @Test
    void subnetsAndEipsAreCounted() {
        limit(Quota.Type.SUBNET, 0);
        limit(Quota.Type.EIP, 0);
        assertThat(World.refusal(world.control
                        .subnets()
                        .create(world.caller, World.segment(world.vpc("net"), "front", "10.0.0.0/24"))))
                .isEqualTo(new QuotaExceeded("", Quota.Type.SUBNET, 0));
        assertThat(World.refusal(world.control
                        .eips()
                        .create(world.caller, EipTest.request("a", Family.IPV4, ""), Optional.empty())))
                .isEqualTo(new QuotaExceeded("", Quota.Type.EIP, 0));
    }

    @Test
    void aLimitIsNotNegativeAndARefusedOneChangesNothing() {
        assertThat(World.refusal(world.control.quotas().set(world.caller, Map.of(Quota.Type.VPC, Optional.of(-2L)))))
                .isEqualTo(new QuotaInvalid("vpc", -2));
        assertThat(world.control.quotas().list(world.caller))
                .allSatisfy(quota -> assertThat(quota.limit()).isEmpty());
    }

    @Test
    void whatIsWrongInItselfIsSaidBeforeTheQuota() {
        limit(Quota.Type.VPC, 0);
        assertThat(World.refusal(world.control
                        .vpcs()
                        .create(
                                world.caller,
                                new Vpcs.Create("net", "", Optional.of(IpPrefix.of("11.0.0.0/8")), Map.of()))))
                .isInstanceOf(VpcRefusal.VpcCidrInvalid.class);
    }

    private void limit(Quota.Type type, long limit) {
        world.control
                .quotas()
                .set(world.caller, Map.of(type, Optional.of(limit)))
                .orThrow();
    }
}
