package dev.perch.control;

import dev.perch.model.Meta;
import dev.perch.model.NameRefusal.NameAmbiguous;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.Outcome;
import dev.perch.store.Tables;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a caller sees of one moment of the store. What is somebody else's is not there. */
record Look(Caller caller, Tables tables) {

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
