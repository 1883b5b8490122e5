package dev.perch.control;

import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Vpc;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Virtual private clouds. */
public final class Vpcs {

    /** A VPC to make. */
    public record Create(String name, String description, Optional<IpPrefix> cidr, Map<String, String> attributes) {}

    /** What to change; empty fields stay, attributes are merged in. */
    public record Update(
            Optional<String> name, Optional<String> description, Optional<IpPrefix> cidr, Map<String, String> attributes) {}

    public Outcome<Vpc> create(Caller caller, Create request) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<Vpc> update(Caller caller, VpcId id, Update request) { throw new UnsupportedOperationException("not yet"); }

    /** Deletes an empty VPC; the value is what it was. */
    public Outcome<Vpc> delete(Caller caller, VpcId id) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<Vpc> get(Caller caller, VpcId id) { throw new UnsupportedOperationException("not yet"); }

    /** By id, or by a name that is unique in the project. */
    public Outcome<Vpc> find(Caller caller, String reference) { throw new UnsupportedOperationException("not yet"); }

    public List<Vpc> list(Caller caller, Page page) { throw new UnsupportedOperationException("not yet"); }
}
