package dev.perch.control;

import dev.perch.control.Topology.Step;
import java.util.List;

record Application(Decision d) {
    List<Step> apply(Topology t) {
        throw new UnsupportedOperationException();
    }
}
