package dev.perch.fabric.linux;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Plan;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.VpcId;
import java.util.Optional;

/**
 * One step of a plan of this fabric.
 *
 * @param intent what the fact is part of; empty for a removal
 */
record Step(VpcId vpc, Sign sign, KernelFact fact, Optional<Intent> intent) implements Plan.Op {

    /** What happens to the fact. */
    enum Sign {
        REMOVE("-"),
        /** Replaces what is in the fact's slot without removing it first. */
        CHANGE("~"),
        ADD("+");

        private final String text;

        Sign(String text) {
            this.text = text;
        }
    }

    @Override
    public ObjectId object() {
        return fact.object();
    }

    @Override
    public String line() {
        return sign.text + " " + fact.line();
    }
}
