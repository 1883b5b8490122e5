package dev.perch.control;

import dev.perch.model.Change;
import dev.perch.model.ProjectId;
import dev.perch.model.ProviderPools;
import dev.perch.model.Refusal;
import dev.perch.model.Revision;
import dev.perch.store.Store;
import dev.perch.store.StoreUrl;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Every use case, on one store. Safe for use by many threads; methods block, so call them from virtual threads. */
public final class Control implements AutoCloseable {
    private final Store store;
    private final Desk desk;
    private final Rulebook rulebook = new Rulebook();
    private final String tag;
    private final ProjectId project;
    private final Changes changes;
    private final Events events;

    private Control(Store store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.desk = new Desk(store, clock, random);
        this.tag = settled(store, "tag", () -> hex(random, 3));
        this.project = new ProjectId(settled(store, "project", () -> hex(random, 16)));
        DefaultGroups.settle(desk, project);
        RouteTables.settle(desk);
        this.changes = new Changes(store);
        this.events = new Events(desk);
    }

    /**
     * Opens, or makes, the store.
     *
     * @param data  the data directory, which exists; holds the SQLite file when there is no URL
     * @param url   {@code postgresql://…} or {@code jdbc:postgresql:…}; empty for SQLite in the data directory
     * @param pools where EIPs come from; empty leaves what the store knows, for those who make no EIPs
     * @throws IllegalStateException when an EIP is outside its pool, with the reason for people
     */
    public static Control open(Path data, Optional<String> url, InstantSource clock, Optional<ProviderPools> pools) {
        StoreUrl where = url.map(StoreUrl::of).orElseGet(() -> new StoreUrl.Sqlite(data.resolve("perch.db")));
        return open(Store.open(where), clock, new SecureRandom(), pools);
    }

    /** On a store that is open, which is closed with it. */
    public static Control open(
            Store store, InstantSource clock, RandomGenerator random, Optional<ProviderPools> pools) {
        try {
            pools.ifPresent(wanted -> EipPools.settle(store, wanted));
        } catch (RuntimeException refused) {
            store.close();
            throw refused;
        }
        return new Control(store, clock, random);
    }

    /** Which store it is, for people: {@code sqlite} or {@code postgresql}. */
    public String store() {
        return store.url().engine();
    }

    public Vpcs vpcs() {
        return new Vpcs(desk);
    }

    public Subnets subnets() {
        return new Subnets(desk);
    }

    public Ports ports() {
        return new Ports(desk);
    }

    public VirtualIps virtualIps() {
        return new VirtualIps(desk);
    }

    public Eips eips() {
        return new Eips(desk);
    }

    public Quotas quotas() {
        return new Quotas(desk);
    }

    public Tags tags() {
        return new Tags(desk);
    }

    public SecurityGroups securityGroups() {
        return new SecurityGroups(desk);
    }

    public SecurityRules securityRules() {
        return new SecurityRules(desk);
    }

    public Memberships memberships() {
        return new Memberships(desk);
    }

    public Servers servers() {
        return new Servers(desk);
    }

    public Peerings peerings() {
        return new Peerings(desk);
    }

    public RouteTables routeTables() {
        return new RouteTables(desk);
    }

    public Jobs jobs() {
        return new Jobs(desk);
    }

    public Topologies topologies() {
        return new Topologies(desk);
    }

    public Holders holders() {
        return new Holders(desk);
    }

    public Families families() {
        return new Families(desk);
    }

    public Events events() {
        return events;
    }

    public Audits audits() {
        return new Audits(desk);
    }

    public Drills drills() {
        return new Drills(desk);
    }

    public Statuses statuses() {
        return new Statuses(desk);
    }

    public Snapshots snapshots() {
        return new Snapshots(desk, rulebook);
    }

    public Reasons reasons() {
        return new Reasons(desk);
    }

    /** How people call objects, for sentences. */
    public Refusal.Names names() {
        return new Names(desk);
    }

    /** Six hexadecimal digits that mark everything of this instance in the kernel. */
    public String tag() {
        return tag;
    }

    /** The project that was made at the first start. */
    public ProjectId project() {
        return project;
    }

    /** The last committed revision. */
    public Revision revision() {
        return store.read(tables -> new Revision(tables.revision().get().revision()));
    }

    /**
     * From now on tells {@code subscriber} what is committed, by this process at once and by others on the same database within
     * a second. Called by the committing thread, so it must not block.
     */
    public void subscribe(Consumer<List<Change>> subscriber) {
        changes.subscribe(subscriber);
    }

    /** Closes the store. */
    @Override
    public void close() {
        changes.close();
        store.close();
    }

    private static String settled(Store store, String key, Supplier<String> first) {
        return store.read(tables -> tables.instance().get(key))
                .orElseGet(() -> store.write(write -> write.tables().instance().settle(key, first.get())));
    }

    private static String hex(RandomGenerator random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}
