package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.policy.Policy;
import dev.perch.model.ObjectId.VpcId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which VPCs the fabric remembers. */
class VpcsTest {
    private static final VpcState.Doors NOBODY = new VpcState.Doors() {
        @Override
        public void entered(VpcState state, VpcNamespace namespace) {}

        @Override
        public void left(VpcState state) {}
    };

    private final Vpcs vpcs = new Vpcs(vpc -> new VpcState(new Names("00face"), vpc, NOBODY, intent -> List.of()));

    @Test
    void oneThatIsNeitherWantedNorThereIsForgotten() {
        VpcId wanted = new VpcId(UUID.randomUUID());
        VpcId gone = new VpcId(UUID.randomUUID());
        for (VpcId vpc : List.of(PROVIDER_NETWORK, wanted, gone)) {
            vpcs.state(vpc);
        }
        vpcs.state(wanted).remember(wanted, Optional.of(new VpcIntent(wanted, false, false, Policy.NONE)));

        vpcs.forgetGone();

        assertThat(vpcs.ids()).containsExactlyInAnyOrder(PROVIDER_NETWORK, wanted);
    }
}
