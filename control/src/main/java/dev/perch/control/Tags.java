package dev.perch.control;

import dev.perch.model.Eip;
import dev.perch.model.Meta;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.Kind;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Port;
import dev.perch.model.SecurityGroup;
import dev.perch.model.Subnet;
import dev.perch.model.Tag;
import dev.perch.model.TagRules;
import dev.perch.model.VirtualIp;
import dev.perch.model.Vpc;
import dev.perch.store.Tables;
import dev.perch.store.TagTable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tags of VPCs, subnets, ports, virtual IPs, security groups and EIPs. Nothing here works by them. */
public final class Tags {
    private final Desk desk;

    Tags(Desk desk) {
        this.desk = desk;
    }

    /** An object with its tags, in order of their keys. */
    public record Tagged(ObjectId id, String name, List<Tag> tags) {}

    /**
     * A tag that somebody asks for or takes away.
     *
     * @param values any of these; when empty, any value
     */
    public record Pattern(String key, List<String> values) {
        boolean fits(Tag tag) {
            return tag.key().equals(key) && (values.isEmpty() || values.contains(tag.value()));
        }
    }

    /** In order of their keys. */
    public Outcome<List<Tag>> of(Caller caller, ObjectId id) {
        return desk.look(caller, look -> {
            own(look, id);
            return look.tables().tags().of(id);
        });
    }

    /** Sets tags; a key that is there gets the new value. The value is all that the object has then. */
    public Outcome<List<Tag>> set(Caller caller, ObjectId id, List<Tag> tags) {
        return desk.decide(caller, d -> {
            Meta meta = own(d.look(), id);
            hang(d, id, meta.name(), tags);
            return d.tables.tags().of(id);
        });
    }

    /** Takes away what fits; what is not there is skipped. The value is what the object has left. */
    public Outcome<List<Tag>> remove(Caller caller, ObjectId id, List<Pattern> patterns) {
        return desk.decide(caller, d -> {
            Meta meta = own(d.look(), id);
            take(d, id, meta.name(), patterns);
            return d.tables.tags().of(id);
        });
    }

    /** Takes away the one of this key, which has to be there. */
    public Outcome<List<Tag>> remove(Caller caller, ObjectId id, String key) {
        return desk.decide(caller, d -> {
            Meta meta = own(d.look(), id);
            if (!take(d, id, meta.name(), List.of(new Pattern(key, List.of())))) {
                throw new Decision.Refused(new NotFound("key", "tag", key));
            }
            return d.tables.tags().of(id);
        });
    }

    /** Every value that a key has on objects of a kind. */
    public Map<String, Set<String>> used(Caller caller, Kind kind) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        desk.read(tables -> tables.tags().of(caller.project(), kind))
                .forEach(row -> values.computeIfAbsent(row.tag().key(), key -> new LinkedHashSet<>())
                        .add(row.tag().value()));
        return values;
    }

    /** The objects of a kind that fit all patterns and whose name has {@code name} in it, in order of their ids. */
    public List<Tagged> find(Caller caller, Kind kind, List<Pattern> patterns, String name) {
        return desk.read(tables -> {
            Map<ObjectId, List<Tag>> tags = tables.tags().of(caller.project(), kind).stream()
                    .collect(Collectors.groupingBy(
                            TagTable.Row::object, Collectors.mapping(TagTable.Row::tag, Collectors.toList())));
            return tables.tags().objects(caller.project(), kind).stream()
                    .filter(object -> object.name().contains(name))
                    .map(object -> new Tagged(object.id(), object.name(), tags.getOrDefault(object.id(), List.of())))
                    .filter(object -> patterns.stream()
                            .allMatch(pattern -> object.tags().stream().anyMatch(pattern::fits)))
                    .toList();
        });
    }

    /** Sets tags of an object that is the caller's and has this name. */
    static void hang(Decision d, ObjectId id, String name, List<Tag> tags) {
        List<Tag> before = d.tables.tags().of(id);
        Set<String> keys =
                Stream.concat(before.stream(), tags.stream()).map(Tag::key).collect(Collectors.toSet());
        d.unless(TagRules.settable("tags", tags).or(() -> TagRules.room("tags", keys.size())));
        tags.forEach(tag -> d.tables.tags().put(d.caller.project(), id, tag));
        if (!before.containsAll(tags)) {
            told(d, id, name);
        }
    }

    /** An object takes its tags with it. */
    static void forget(Decision d, ObjectId id) {
        d.tables.tags().forget(id);
    }

    /** Whether there was anything to take. */
    private static boolean take(Decision d, ObjectId id, String name, List<Pattern> patterns) {
        List<Tag> fitting = d.tables.tags().of(id).stream()
                .filter(tag -> patterns.stream().anyMatch(pattern -> pattern.fits(tag)))
                .toList();
        fitting.forEach(tag -> d.tables.tags().delete(id, tag.key()));
        if (!fitting.isEmpty()) {
            told(d, id, name);
        }
        return !fitting.isEmpty();
    }

    private static void told(Decision d, ObjectId id, String name) {
        Map<String, String> tags = new LinkedHashMap<>();
        d.tables.tags().of(id).forEach(tag -> tags.put(tag.key(), tag.value()));
        d.done(id.kind().word() + ".tag", id, "tagged", name, Map.of("tags", tags));
    }

    private static Meta own(Look look, ObjectId id) {
        return look.own("", id.kind().word(), id, meta(look.tables(), id), Function.identity());
    }

    /** Of an object that may have tags. */
    private static Optional<Meta> meta(Tables tables, ObjectId object) {
        return switch (object) {
            case VpcId id -> tables.vpcs().get(id).map(Vpc::meta);
            case SubnetId id -> tables.subnets().get(id).map(Subnet::meta);
            case PortId id -> tables.ports().get(id).map(Port::meta);
            case VipId id -> tables.vips().get(id).map(VirtualIp::meta);
            case SecurityGroupId id -> tables.groups().get(id).map(SecurityGroup::meta);
            case EipId id -> tables.eips().get(id).map(Eip::meta);
            case ServerId id -> Optional.empty();
            case PeeringId id -> Optional.empty();
            case RouteTableId id -> Optional.empty();
            case RouteId id -> Optional.empty();
            case RuleId id -> Optional.empty();
        };
    }
}
