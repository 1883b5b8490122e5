package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.Audit;
import dev.perch.model.Event;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import dev.perch.model.Tag;
import dev.perch.model.Vpc;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of tags besides their being there. */
@ParameterizedClass
@EnumSource(Engine.class)
final class TagsTest {
    private static final Tag LIVE = new Tag("env", "live");
    private static final Tags.Pattern ENV = new Tags.Pattern("env", List.of());

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

    /** Of what is told and audited meanwhile, all that is about tags. */
    private List<String> told(Supplier<Outcome<?>> change) {
        long events = world.control.events().last();
        List<Audit> before = world.control.audits().after(world.caller, 0, 1000);
        assertThat(change.get()).isInstanceOf(Outcome.Done.class);
        List<Event> happened = world.control.events().after(events, Events.Filter.ALL, 100);
        List<Audit> audits = world.control.audits().after(world.caller, 0, 1000);
        assertThat(happened.stream().filter(event -> event.type().endsWith(".tagged")))
                .hasSameSizeAs(audits.stream()
                        .skip(before.size())
                        .filter(audit -> audit.operation().endsWith(".tag"))
                        .toList());
        return audits.stream()
                .skip(before.size())
                .filter(audit -> audit.operation().endsWith(".tag"))
                .map(audit -> audit.operation() + " " + audit.detail())
                .toList();
    }

    @Test
    void whoeverChangesTagsIsKeptAndWhoChangesNothingIsNot() {
        VpcId vpc = world.vpc("net");
        Tags tags = world.control.tags();
        assertThat(told(() -> tags.set(world.caller, vpc, List.of(LIVE))))
                .containsExactly("vpc.tag {\"tags\":{\"env\":\"live\"}}");
        assertThat(told(() -> tags.set(world.caller, vpc, List.of(LIVE)))).isEmpty();
        assertThat(told(() -> tags.remove(world.caller, vpc, List.of(new Tags.Pattern("env", List.of("test"))))))
                .isEmpty();
        assertThat(told(() -> tags.set(world.caller, vpc, List.of(new Tag("env", "test")))))
                .containsExactly("vpc.tag {\"tags\":{\"env\":\"test\"}}");
        assertThat(told(() -> tags.remove(world.caller, vpc, List.of(ENV)))).containsExactly("vpc.tag {\"tags\":{}}");
    }

    @Test
    void theTagsOfANewObjectAreKeptToo() {
        Vpcs.Create request = new Vpcs.Create("net", "", Optional.of(IpPrefix.of("10.0.0.0/8")), Map.of());
        assertThat(told(() -> world.control.vpcs().create(world.caller, request, List.of(LIVE))))
                .containsExactly("vpc.tag {\"tags\":{\"env\":\"live\"}}");
        assertThat(told(() -> world.control
                        .subnets()
                        .create(world.caller, World.segment(vpc(), "s", "10.0.0.0/24"), List.of(LIVE))))
                .containsExactly("subnet.tag {\"tags\":{\"env\":\"live\"}}");
        SecurityGroups.Create group = new SecurityGroups.Create("web", "", Optional.empty(), Map.of());
        assertThat(told(() -> world.control.securityGroups().create(world.caller, group, List.of(LIVE))))
                .containsExactly("security-group.tag {\"tags\":{\"env\":\"live\"}}");
        assertThat(told(() -> world.control.securityGroups().create(world.caller, group)))
                .isEmpty();
    }

    private VpcId vpc() {
        return world.control.vpcs().list(world.caller, Page.FIRST).stream()
                .map(Vpc::id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTagThatIsNotThereIsNamedAsTheRefusalsCause() {
        VpcId vpc = world.vpc("net");
        Refusal refusal = World.refusal(world.control.tags().remove(world.caller, vpc, "env"));
        assertThat(refusal.code()).isEqualTo("not-found");
        assertThat(refusal.field()).isEqualTo("key");
    }
}
