package dev.perch.control;

import dev.perch.model.Meta;
import dev.perch.model.NameRefusal.NameAmbiguous;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.Outcome;
import dev.perch.store.Tables;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What a caller sees of one moment of the store. What is somebody else's is not there. */
record Look(Caller caller, Tables tables) {

    /**
     * The caller's object that a reference means: by its id when it is one, else by its name, which only one may have.
     *
     * @param byName everything of that name in the caller's project
     */
    <T> T referred(
            String field,
            String kind,
            String reference,
            Function<UUID, Optional<T>> byId,
            Function<String, List<T>> byName,
            Function<T, Meta> meta) {
        return Desk.id(reference)
                .map(id -> own(field, kind, reference, byId.apply(id), meta))
                .orElseGet(() -> only(field, kind, reference, byName.apply(reference)));
    }

    /** The object if it is the caller's; else the request is refused. */
    <T> T own(String field, String kind, Object id, Optional<T> found, Function<T, Meta> meta) {
        return Decision.need(Outcome.of(
                found.filter(object -> caller.owns(meta.apply(object))), new NotFound(field, kind, id.toString())));
    }

    /** The only object of that name; else the request is refused. */
    <T> T only(String field, String kind, String name, List<T> named) {
        if (named.size() > 1) {
            throw new Decision.Refused(new NameAmbiguous(field, kind, name));
        }
        return Decision.need(Outcome.of(named.stream().findFirst(), new NotFound(field, kind, name)));
    }
}
