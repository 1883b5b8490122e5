package dev.perch.control;

import dev.perch.control.Topology.Step;
import java.util.List;

record Removal(Decision d) {
    List<Step> delete(Topology t) {
        throw new UnsupportedOperationException();
    }
}
