package dev.perch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perch.model.Change;
import dev.perch.model.Event;
import dev.perch.model.Meta;
import dev.perch.model.ObjectId.Kind;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProjectId;
import dev.perch.model.Revision;
import dev.perch.model.Tag;
import dev.perch.model.Vpc;
import dev.perch.net.IpPrefix;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the store promises, on each engine. */
@ParameterizedClass
@EnumSource(Engine.class)
final class StoreTest {
    private static final ProjectId PROJECT = new ProjectId("0123456789abcdef0123456789abcdef");

    @Parameter
    private Engine engine;

    private StoreUrl url;
    private Store store;

    @BeforeEach
    void open(@TempDir Path folder) {
        url = engine.fresh(folder);
        store = Store.open(url);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasWrittenIsReadAgainAlsoAfterAReopen() {
        Vpc vpc = store.write(write -> insert(write, "blue", Map.of("tag&=", "ü 1", "empty", "")));
        assertThat(store.<Optional<Vpc>>read(tables -> tables.vpcs().get(vpc.id())))
                .contains(vpc);
        store.close();
        store = Store.open(url);
        assertThat(store.<Optional<Vpc>>read(tables -> tables.vpcs().get(vpc.id())))
                .contains(vpc);
        assertThat(revision()).isEqualTo(1);
    }

    @Test
    void anObjectHasOneValueForATagAndForgetsThemAll() {
        Vpc blue = store.write(write -> insert(write, "blue", Map.of()));
        Vpc red = store.write(write -> insert(write, "red", Map.of()));
        store.write(write -> {
            TagTable tags = write.tables().tags();
            tags.put(PROJECT, blue.id(), new Tag("team", "a"));
            tags.put(PROJECT, blue.id(), new Tag("env", "test"));
            tags.put(PROJECT, blue.id(), new Tag("env", "live"));
            tags.put(PROJECT, red.id(), new Tag("env", ""));
            tags.delete(blue.id(), "none");
            return tags;
        });
        assertThat(store.<List<Tag>>read(tables -> tables.tags().of(blue.id())))
                .containsExactly(new Tag("env", "live"), new Tag("team", "a"));
        assertThat(store.<List<TagTable.Row>>read(tables -> tables.tags().of(PROJECT, Kind.VPC)))
                .containsExactly(
                        new TagTable.Row(red.id(), new Tag("env", "")),
                        new TagTable.Row(blue.id(), new Tag("env", "live")),
                        new TagTable.Row(blue.id(), new Tag("team", "a")));
        assertThat(store.<List<TagTable.Row>>read(tables -> tables.tags().of(PROJECT, Kind.SUBNET)))
                .isEmpty();
        store.write(write -> {
            write.tables().tags().delete(blue.id(), "team");
            write.tables().tags().forget(red.id());
            return null;
        });
        assertThat(store.<List<TagTable.Row>>read(tables -> tables.tags().of(PROJECT, Kind.VPC)))
                .containsExactly(new TagTable.Row(blue.id(), new Tag("env", "live")));
        for (Kind kind : List.of(Kind.VPC, Kind.SUBNET, Kind.PORT, Kind.VIP, Kind.SECURITY_GROUP, Kind.EIP)) {
            assertThat(store.<List<TagTable.Named>>read(tables -> tables.tags().objects(PROJECT, kind)))
                    .as("%s", kind)
                    .hasSize(kind == Kind.VPC ? 2 : 0);
        }
    }

    @Test
    void aRequestThatFailsLeavesNothingAndTakesNoRevision() {
        assertThatThrownBy(() -> store.write(write -> {
                    insert(write, "gone", Map.of());
                    throw new IllegalArgumentException("changed my mind");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("changed my mind");
        assertThat(names()).isEmpty();
        assertThat(revision()).isZero();
        store.write(write -> insert(write, "stays", Map.of()));
        assertThat(names()).containsExactly("stays");
        assertThat(revision()).isEqualTo(1);
    }

    @Test
    void aRequestThatBreaksAConstraintHarmsNoOtherOfTheSameTransaction() throws Exception {
        List<Future<Vpc>> answers = concurrently(60, i -> insertNamed(i % 3 == 0 ? "same" : "vpc-" + i));
        long failed =
                answers.stream().filter(f -> f.state() == Future.State.FAILED).count();
        assertThat(answers)
                .filteredOn(f -> f.state() == Future.State.FAILED)
                .extracting(Future::exceptionNow)
                .allSatisfy(fault -> assertThat(fault).isInstanceOf(UnableToExecuteStatementException.class));
        assertThat(failed).isEqualTo(19);
        assertThat(names()).hasSize(41).contains("same");
        assertThat(revision()).isEqualTo(41);
    }

    @Test
    void revisionsAreGivenOutOnceAndWithoutGaps() throws Exception {
        List<Future<Vpc>> answers = concurrently(200, i -> insertNamed("vpc-" + i));
        List<Long> revisions = new ArrayList<>();
        for (Future<Vpc> answer : answers) {
            revisions.add(answer.get().meta().revision().value());
        }
        assertThat(revisions)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
    }

    @Test
    void subscribersHearOfEachChangeBeforeTheRequestReturns() {
        List<Change> heard = new CopyOnWriteArrayList<>();
        store.subscribe(commit -> heard.addAll(commit.changes()));
        Vpc vpc = insertNamed("blue");
        assertThat(heard).containsExactly(new Change(new Revision(1), vpc.id()));
    }

    @Test
    void aSubscriberThatFailsDoesNotTakeBackWhatIsCommitted() {
        store.subscribe(commit -> {
            throw new IllegalStateException("a bad subscriber");
        });
        insertNamed("blue");
        insertNamed("green");
        assertThat(names()).containsExactlyInAnyOrder("blue", "green");
    }

    @Test
    void changesAreKeptForOtherControllersAlsoThoseOfDeletedObjects() {
        Vpc vpc = insertNamed("blue");
        store.write(write -> {
            write.tables().vpcs().delete(vpc.id());
            write.touch(vpc.id());
            return null;
        });
        try (Store other = Store.open(url)) {
            List<Change> changes = other.read(tables -> tables.changes().after(Revision.NONE, 10));
            assertThat(changes)
                    .containsExactly(new Change(new Revision(1), vpc.id()), new Change(new Revision(2), vpc.id()));
        }
    }

    @Test
    void twoControllersOnOneDatabaseGiveOutEachRevisionOnce() throws Exception {
        try (Store other = Store.open(url)) {
            Set<Long> revisions = ConcurrentHashMap.newKeySet();
            List<Future<Vpc>> answers = concurrently(200, i -> {
                Vpc vpc = (i % 2 == 0 ? store : other).write(write -> insert(write, "vpc-" + i, Map.of()));
                revisions.add(vpc.meta().revision().value());
                return vpc;
            });
            for (Future<Vpc> answer : answers) {
                answer.get();
            }
            assertThat(revisions).hasSize(200);
            assertThat(revision()).isEqualTo(200);
        }
    }

    @Test
    void eventsAreNumberedInTheOrderOfTheirCommits() throws Exception {
        for (Future<Void> done : concurrently(
                50,
                i -> store.<Void>write(write -> {
                    write.append(n -> new Event(n, Instant.EPOCH, "test.event", "", "s" + i % 2, "event", "{}"));
                    return null;
                }))) {
            done.get();
        }
        List<Event> all = store.read(tables -> tables.events().after(10, Optional.empty(), 100));
        assertThat(all.stream().map(Event::sequence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(11, 50).boxed().toList());
        List<Event> some = store.read(tables -> tables.events().after(0, Optional.of("s1"), 7));
        assertThat(some).hasSize(7).allMatch(event -> event.subject().equals("s1"));
        assertThat(revision()).isZero();
    }

    @Test
    void whatIsSettledStaysSettled() {
        assertThat(store.<String>write(write -> write.tables().instance().settle("tag", "a")))
                .isEqualTo("a");
        assertThat(store.<String>write(write -> write.tables().instance().settle("tag", "b")))
                .isEqualTo("a");
    }

    @Test
    void aWriteInsideAWriteIsAFaultAndNotADeadlock() {
        assertThatThrownBy(() -> store.write(write -> insertNamed("inner"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClosedStoreRefusesRequests() {
        store.close();
        assertThatThrownBy(() -> insertNamed("late")).isInstanceOf(IllegalStateException.class);
    }

    private Vpc insertNamed(String name) {
        return store.write(write -> insert(write, name, Map.of()));
    }

    private static Vpc insert(Write write, String name, Map<String, String> attributes) {
        Meta meta = new Meta(PROJECT, name, "", attributes, Instant.EPOCH, Instant.EPOCH, write.revision());
        Vpc vpc = new Vpc(new VpcId(UUID.randomUUID()), meta, Optional.of(IpPrefix.of("10.0.0.0/8")));
        write.tables().vpcs().insert(vpc);
        write.touch(vpc.id());
        return vpc;
    }

    private List<String> names() {
        return store.read(tables ->
                tables.vpcs().all().stream().map(vpc -> vpc.meta().name()).toList());
    }

    private long revision() {
        return store.read(tables -> tables.revision().get().revision());
    }

    private static <T> List<Future<T>> concurrently(int times, IntFunction<T> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return IntStream.range(0, times)
                    .mapToObj(i -> threads.submit(() -> work.apply(i)))
                    .toList();
        }
    }
}
