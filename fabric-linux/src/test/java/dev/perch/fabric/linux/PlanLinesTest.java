package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Plan;
import dev.perch.model.ObjectId.VpcId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The words of a plan, in a golden file; {@code make golden} rewrites it. */
class PlanLinesTest {
    private static final Names NAMES = new Names("abcdef");
    private final Facts facts = new Facts(
            NAMES, "0123456789abcdef", new EdgeFacts(NAMES, ProviderNetwork.ISOLATED, table -> "fedcba9876543210"));
    private final VpcId vpc = new VpcId(World.uuid(0xa, 1));

    private List<String> lines(List<KernelFact> observed, List<KernelFact> desired) {
        return new Plan(new Difference(vpc, f -> Optional.empty()).steps(observed, desired)).lines();
    }

    private List<KernelFact> facts(List<Intent> intents) {
        return intents.stream().flatMap(i -> facts.of(i).stream()).toList();
    }

    @Test
    void aSmallVpcIsMadeRootFirst() throws IOException {
        List<KernelFact> desired = facts(Topologies.small());
        Path golden = Path.of("src/test/golden/small-vpc.txt");
        String plan = String.join("\n", lines(List.of(), desired)) + "\n";
        if ("write".equals(System.getProperty("perch.golden"))) {
            Files.writeString(golden, plan);
        }
        assertThat(plan).isEqualTo(Files.readString(golden));
    }

    @Test
    void whatIsAsItShouldBeNeedsNoPlan() {
        List<KernelFact> desired = facts(Topologies.small());
        assertThat(lines(desired, desired)).isEmpty();
    }

    @Test
    void aVpcGoesWithItsNamespace() {
        assertThat(lines(facts(Topologies.small()), List.of()))
                .containsExactly("- namespace perch-abcdef-v-a00000000010");
    }

    @Test
    void aPortGoesLinkFirstAndThenItsElements() {
        List<Intent> all = Topologies.small();
        List<KernelFact> port = facts.of(all.getLast());
        List<String> lines = lines(port, List.of());
        assertThat(lines.getFirst()).startsWith("- cable p-c00000000010");
        assertThat(lines.stream().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("- element "));
    }

    @Test
    void aCableThatIsElsewhereIsMadeAgainWithAllThatHangsOnIt() {
        List<KernelFact> desired = facts(Topologies.small());
        List<KernelFact> observed = desired.stream()
                .map(f -> f instanceof LinkFact.Cable c
                        ? new LinkFact.Cable(c.object(), c.name(), "elsewhere", c.interfaceName())
                        : f)
                .toList();
        assertThat(lines(observed, desired))
                .containsExactly(
                        "- cable p-c00000000010 to eth0 in elsewhere",
                        "+ cable p-c00000000010 to eth0 in /run/netns/guest",
                        "+ enslaved p-c00000000010 to b-b00000000010",
                        "+ forwarding fa:16:3e:00:00:01 to p-c00000000010",
                        "+ link p-c00000000010 up");
    }
}
