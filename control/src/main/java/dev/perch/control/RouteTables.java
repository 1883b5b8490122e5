package dev.perch.control;

import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.NameRules;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Route;
import dev.perch.model.RouteRules;
import dev.perch.model.RouteTable;
import dev.perch.model.Subnet;
import dev.perch.model.Vpc;
import dev.perch.net.IpPrefix;
import dev.perch.store.RouteRows;
import dev.perch.store.RouteTableTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Route tables: what is in them, and which subnets use them. Each VPC has a default one from its beginning to its end. */
public final class RouteTables {
    private final Desk desk;

    RouteTables(Desk desk) {
        this.desk = desk;
    }

    /**
     * A route to make or to change.
     *
     * @param description stays, or is empty, when not given
     */
    public record Entry(IpPrefix destination, Towards towards, Optional<String> description) {}

    /** A table to make. Subnets use it once they are associated with it. */
    public record Create(
            String name, String description, VpcId vpc, List<Entry> routes, Map<String, String> attributes) {}

    /** What to change, all or nothing: first routes go, then routes change, then routes come. Empty fields stay. */
    public record Update(
            Optional<String> name,
            Optional<String> description,
            List<IpPrefix> delete,
            List<Entry> modify,
            List<Entry> add) {}

    /** Criteria of {@link #list}; all that are given have to be met. {@code subnet} means the table that the subnet uses. */
    public record Filter(Optional<RouteTableId> id, Optional<VpcId> vpc, Optional<SubnetId> subnet) {
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Criteria of {@link #defaultRoutes}; all that are given have to be met. */
    public record RouteFilter(
            Optional<RouteId> id,
            Optional<VpcId> vpc,
            Optional<IpPrefix> destination,
            Optional<ObjectId.Kind> nextHop) {}

    public Outcome<RouteTableView> create(Caller caller, Create request) {
        return desk.decide(caller, d -> RouteTableView.of(d.tables, make(d, request)));
    }

    public Outcome<RouteTableView> update(Caller caller, RouteTableId id, Update request) {
        return desk.decide(caller, d -> RouteTableView.of(d.tables, change(d, own(d, "", id), request)));
    }

    /** Makes subnets use the table instead of the one that they use now, and others the default one instead of it. */
    public Outcome<RouteTableView> associate(
            Caller caller, RouteTableId id, List<SubnetId> associate, List<SubnetId> disassociate) {
        return desk.decide(caller, d -> {
            RouteTable table = own(d, "", id);
            Decision.each("disassociate", disassociate, subnet -> disassociate(d, table, Subnets.own(d, "", subnet)));
            Decision.each("associate", associate, subnet -> associate(d, table, Subnets.own(d, "", subnet)));
            return RouteTableView.of(d.tables, table);
        });
    }

    /** Deletes a table that no subnet uses, with its routes; the value is what it was. */
    public Outcome<RouteTableView> delete(Caller caller, RouteTableId id) {
        return desk.decide(caller, d -> {
            RouteTable table = own(d, "", id);
            RouteTableView was = RouteTableView.of(d.tables, table);
            d.unless(RouteRules.deletable(table, was.subnets().size()));
            remove(d, table);
            return was;
        });
    }

    public Outcome<RouteView> addRoute(Caller caller, RouteTableId id, Entry entry) {
        return desk.decide(caller, d -> RouteView.of(d.tables, new TableRoutes(d, own(d, "", id)).add(entry)));
    }

    /** Adds a route to the default table of a VPC. */
    public Outcome<RouteView> addDefaultRoute(Caller caller, VpcId vpc, Entry entry) {
        return desk.decide(caller, d -> {
            RouteTable table =
                    d.tables.routeTables().ofDefault(Vpcs.own(d, "vpc", vpc).id());
            return RouteView.of(d.tables, new TableRoutes(d, table).add(entry));
        });
    }

    /** The value is what it was. */
    public Outcome<RouteView> removeRoute(Caller caller, RouteId id) {
        return desk.decide(caller, d -> {
            RouteView was = ownRoute(d.look(), id);
            TableRoutes.remove(d, was.route());
            return was;
        });
    }

    public Outcome<RouteView> getRoute(Caller caller, RouteId id) {
        return desk.look(caller, look -> ownRoute(look, id));
    }

    /** Routes of default tables. */
    public List<RouteView> defaultRoutes(Caller caller, RouteFilter filter, Page page) {
        RouteRows.Where where = new RouteRows.Where(filter.id(), filter.vpc(), filter.destination(), filter.nextHop());
        return desk.read(tables -> tables.routes().ofDefaultTables(caller.project(), where, page.slice()).stream()
                .map(route -> RouteView.of(tables, route))
                .toList());
    }

    public Outcome<RouteTableView> get(Caller caller, RouteTableId id) {
        return desk.find(
                "route-table",
                id,
                tables -> tables.routeTables()
                        .get(id)
                        .filter(table -> caller.owns(table.meta()))
                        .map(table -> RouteTableView.of(tables, table)));
    }

    /** By id, by a name that is unique in the project, or by the name of a VPC, whose default table it is then. */
    public Outcome<RouteTableView> find(Caller caller, String reference) {
        return desk.look(caller, look -> RouteTableView.of(look.tables(), resolve(look, "", reference)));
    }

    /** The same table without its routes. */
    public Outcome<RouteTable> locate(Caller caller, String reference) {
        return desk.look(caller, look -> resolve(look, "", reference));
    }

    /** The route of a table by its id or its destination. */
    public Outcome<RouteView> findRoute(Caller caller, RouteTableId table, String reference) {
        return desk.look(caller, look -> {
            RouteRows routes = look.tables().routes();
            Optional<Route> found = IpPrefix.parse(reference)
                    .toOptional()
                    .flatMap(destination -> routes.to(table, destination))
                    .or(() -> Desk.id(reference).map(RouteId::new).flatMap(routes::get))
                    .filter(route -> route.table().equals(table));
            return Decision.need(Outcome.of(
                    found.map(route -> RouteView.of(look.tables(), route))
                            .filter(view -> look.caller().owns(view.table().meta())),
                    new NotFound("", "route", reference)));
        });
    }

    public List<RouteTableView> list(Caller caller, Filter filter, Page page) {
        RouteTableTable.Where where = new RouteTableTable.Where(filter.id(), filter.vpc(), filter.subnet());
        return desk.read(tables -> tables.routeTables().list(caller.project(), where, page.slice()).stream()
                .map(table -> RouteTableView.of(tables, table))
                .toList());
    }

    static RouteTable own(Decision d, String field, RouteTableId id) {
        return d.own(field, "route-table", id, d.tables.routeTables().get(id), RouteTable::meta);
    }

    static RouteTable resolve(Look look, String field, String reference) {
        return look.referred(
                field,
                "route-table",
                reference,
                id -> look.tables().routeTables().get(new RouteTableId(id)),
                name -> named(look, name),
                RouteTable::meta);
    }

    static RouteTable make(Decision d, Create request) {
        d.unless(NameRules.optional("name", request.name())
                .or(() -> NameRules.description("description", request.description())));
        Vpc vpc = Vpcs.own(d, "vpc", request.vpc());
        Quotas.unlessFull(d, vpc.id());
        RouteTable table = insert(d, vpc, request, false);
        TableRoutes routes = new TableRoutes(d, table);
        Decision.each("routes", request.routes(), routes::add);
        return table;
    }

    static RouteTable change(Decision d, RouteTable table, Update request) {
        d.unless(request.name()
                .flatMap(name -> NameRules.optional("name", name))
                .or(() -> request.description().flatMap(text -> NameRules.description("description", text))));
        RouteTable changed = new RouteTable(
                table.id(),
                table.vpc(),
                d.meta(table.meta(), request.name(), request.description(), Map.of()),
                table.isDefault(),
                table.number());
        d.tables.routeTables().update(changed);
        TableRoutes routes = new TableRoutes(d, changed);
        Decision.each("routes.del", request.delete(), destination -> routes.remove("destination", destination));
        Decision.each("routes.mod", request.modify(), routes::change);
        Decision.each("routes.add", request.add(), routes::add);
        told(d, changed, "updated", "route-table.update");
        return changed;
    }

    /** Gives their default tables to VPCs that are older than route tables. */
    static void settle(Desk desk) {
        for (Vpc vpc : desk.read(tables -> tables.routeTables().vpcsWithout())) {
            Caller caller = new Caller(vpc.meta().project(), "perch");
            desk.decide(caller, d -> {
                        boolean still =
                                d.tables.routeTables().of(vpc.id()).stream().noneMatch(RouteTable::isDefault);
                        return still ? Optional.of(makeDefault(d, vpc)) : Optional.<RouteTable>empty();
                    })
                    .orThrow();
        }
    }

    /** The table that a VPC has from the beginning. */
    static RouteTable makeDefault(Decision d, Vpc vpc) {
        return insert(d, vpc, new Create(defaultName(vpc), "", vpc.id(), List.of(), Map.of()), true);
    }

    /** A default table that is called after its VPC follows the VPC's name. */
    static void renamed(Decision d, Vpc before, Vpc now) {
        RouteTable table = d.tables.routeTables().ofDefault(now.id());
        if (!defaultName(before).equals(defaultName(now)) && table.meta().name().equals(defaultName(before))) {
            change(
                    d,
                    table,
                    new Update(Optional.of(defaultName(now)), Optional.empty(), List.of(), List.of(), List.of()));
        }
    }

    /** Takes a table away, with its routes. */
    static void remove(Decision d, RouteTable table) {
        d.tables.routes().of(table.id()).forEach(route -> d.touch(route.id()));
        d.tables.routeTables().delete(table.id());
        told(d, table, "deleted", "route-table.delete");
    }

    /** A subnet goes: its table has one less. */
    static void leave(Decision d, Subnet subnet) {
        d.tables.routeTables().associated(subnet.id()).ifPresent(d::touch);
    }

    static void associate(Decision d, RouteTable table, Subnet subnet) {
        d.unless(RouteRules.associable(
                "", subnet, table, d.tables.vpcs().get(table.vpc()).orElseThrow()));
        leave(d, subnet);
        if (table.isDefault()) {
            d.tables.routeTables().disassociate(subnet.id());
        } else {
            d.tables.routeTables().associate(subnet.id(), table.id());
        }
        told(d, table, subnet, "associated", "route-table.associate");
    }

    /** Nothing happens to a subnet that uses another table. */
    static void disassociate(Decision d, RouteTable table, Subnet subnet) {
        d.unless(RouteRules.associable(
                "", subnet, table, d.tables.vpcs().get(table.vpc()).orElseThrow()));
        if (d.tables
                .routeTables()
                .associated(subnet.id())
                .filter(table.id()::equals)
                .isPresent()) {
            d.tables.routeTables().disassociate(subnet.id());
            told(d, table, subnet, "disassociated", "route-table.disassociate");
        }
    }

    private static RouteTable insert(Decision d, Vpc vpc, Create request, boolean isDefault) {
        RouteTable table = new RouteTable(
                new RouteTableId(Desk.newId(d.random)),
                vpc.id(),
                d.meta(request.name(), request.description(), request.attributes()),
                isDefault,
                d.tables.routeTables().nextNumber());
        d.tables.routeTables().insert(table);
        told(d, table, "created", "route-table.create");
        return table;
    }

    private static String defaultName(Vpc vpc) {
        return "rtb-" + vpc.label();
    }

    private static List<RouteTable> named(Look look, String name) {
        List<RouteTable> tables =
                look.tables().routeTables().named(look.caller().project(), name);
        return tables.isEmpty()
                ? look.tables().vpcs().named(look.caller().project(), name).stream()
                        .map(vpc -> look.tables().routeTables().ofDefault(vpc.id()))
                        .toList()
                : tables;
    }

    private static RouteView ownRoute(Look look, RouteId id) {
        Optional<RouteView> found = look.tables()
                .routes()
                .get(id)
                .map(route -> RouteView.of(look.tables(), route))
                .filter(view -> look.caller().owns(view.table().meta()));
        return Decision.need(Outcome.of(found, new NotFound("", "route", id.toString())));
    }

    private static void told(Decision d, RouteTable table, String verb, String operation) {
        Map<String, ?> detail = Map.of("name", table.meta().name(), "vpc", table.vpc(), "default", table.isDefault());
        d.done(operation, table.id(), verb, table.meta().name(), detail);
    }

    private static void told(Decision d, RouteTable table, Subnet subnet, String verb, String operation) {
        d.done(operation, table.id(), verb, table.meta().name(), Map.of("subnet", subnet.id()));
    }
}
