package dev.perch.fabric;

import dev.perch.model.ObjectId;
import java.util.List;

/** The ordered difference between what a fabric holds and what it should. Empty means done. */
public record Plan(List<? extends Op> ops) {

    public static final Plan EMPTY = new Plan(List.of());

    public Plan {
        ops = List.copyOf(ops);
    }

    /** One step. Fabrics have their own kinds. */
    public interface Op {
        /** The object that it is for. */
        ObjectId object();

        /** One line, e.g. {@code + element source4 p-0123456789ab 10.0.0.5}. */
        String line();
    }

    public boolean isEmpty() {
        return ops.isEmpty();
    }

    /** The steps, a line each, in order. */
    public List<String> lines() {
        return ops.stream().map(Op::line).toList();
    }
}
