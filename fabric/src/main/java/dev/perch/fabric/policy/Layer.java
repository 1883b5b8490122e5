package dev.perch.fabric.policy;

import dev.perch.fabric.policy.Box.AddressBox;
import dev.perch.fabric.policy.Box.MemberBox;
import dev.perch.fabric.policy.Region.Rectangle;
import dev.perch.model.SecurityRule;
import dev.perch.net.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The boxes of one stratum of a scope, kept as rules come and go: what a shorter prefix covers is left out of the longer ones
 * within it, and what everybody may is left out of what members may.
 */
final class Layer {
    private final Scope scope;
    private final int stratum;
    private final Remotes remotes;
    private final IpPrefix anywhere;
    private final NavigableMap<IpPrefix, Cell> blocks = new TreeMap<>();
    private final NavigableMap<Integer, Cell> members = new TreeMap<>();

    /** How many blocks there are of each length. */
    private final NavigableMap<Integer, Integer> lengths = new TreeMap<>();

    /** The blocks to work out anew, those around others before them. */
    private final TreeSet<IpPrefix> changedBlocks =
            new TreeSet<>(Comparator.comparingInt(IpPrefix::length).thenComparing(Comparator.naturalOrder()));

    private final TreeSet<Integer> changedMembers = new TreeSet<>();

    /** What is asked for with one remote, and what comes of it. */
    private static final class Cell {
        private final List<Rectangle> asked = new ArrayList<>();

        /** What it and the blocks around it cover. */
        private Region covered = Region.EMPTY;

        private List<Box> boxes = List.of();
    }

    Layer(Scope scope, int stratum, Remotes remotes) {
        this.scope = scope;
        this.stratum = stratum;
        this.remotes = remotes;
        this.anywhere = Remotes.anywhere(scope.family());
    }

    void add(SecurityRule rule) {
        change(rule, List::addAll);
    }

    void remove(SecurityRule rule) {
        change(rule, (asked, less) -> less.forEach(asked::remove));
    }

    private void change(SecurityRule rule, BiConsumer<List<Rectangle>, List<Rectangle>> change) {
        List<Rectangle> rectangles = rectangles(rule);
        for (IpPrefix block : remotes.blocks(rule)) {
            change.accept(blocks.computeIfAbsent(block, this::cell).asked, rectangles);
            changedBlocks.add(block);
        }
        for (int number : remotes.members(rule)) {
            change.accept(members.computeIfAbsent(number, n -> new Cell()).asked, rectangles);
            changedMembers.add(number);
        }
    }

    private Cell cell(IpPrefix block) {
        lengths.merge(block.length(), 1, Integer::sum);
        return new Cell();
    }

    private static List<Rectangle> rectangles(SecurityRule rule) {
        Span protocols = rule.protocol().map(p -> new Span(p, p)).orElse(Span.PROTOCOLS);
        return rule.ports().isEmpty()
                ? List.of(new Rectangle(protocols, Span.PORTS))
                : rule.ports().stream()
                        .map(ports -> new Rectangle(protocols, new Span(ports.first(), ports.last())))
                        .toList();
    }

    /** Works out anew what has changed. */
    void settle(PolicyChange.Sum sum) {
        while (!changedBlocks.isEmpty()) {
            settle(changedBlocks.pollFirst(), sum);
        }
        Region everybody = covered(anywhere);
        while (!changedMembers.isEmpty()) {
            int number = changedMembers.pollFirst();
            Cell cell = members.get(number);
            settle(cell, everybody, r -> new MemberBox(scope, stratum, number, r.protocols(), r.ports()), sum);
            if (cell.asked.isEmpty()) {
                members.remove(number);
            }
        }
    }

    private void settle(IpPrefix block, PolicyChange.Sum sum) {
        Cell cell = blocks.get(block);
        Region before = cell.covered;
        settle(cell, around(block), r -> new AddressBox(scope, stratum, block, r.protocols(), r.ports()), sum);
        if (!cell.covered.equals(before)) {
            blocks.tailMap(block, false).keySet().stream()
                    .takeWhile(block::contains)
                    .forEach(changedBlocks::add);
            if (block.equals(anywhere)) {
                changedMembers.addAll(members.keySet());
            }
        }
        if (cell.asked.isEmpty()) {
            blocks.remove(block);
            lengths.computeIfPresent(block.length(), (length, n) -> n == 1 ? null : n - 1);
        }
    }

    private static void settle(Cell cell, Region around, Function<Rectangle, Box> box, PolicyChange.Sum sum) {
        Region region = Region.of(cell.asked);
        List<Box> boxes = region.minus(around).rectangles().stream().map(box).toList();
        sum.replace(cell.boxes, boxes);
        cell.boxes = boxes;
        cell.covered = around.plus(region);
    }

    /** What the nearest block around this one, and those around that, cover. */
    private Region around(IpPrefix block) {
        for (int length : lengths.headMap(block.length(), false).descendingKeySet()) {
            Cell cell = blocks.get(new IpPrefix(block.address(), length).network());
            if (cell != null) {
                return cell.covered;
            }
        }
        return Region.EMPTY;
    }

    private Region covered(IpPrefix block) {
        Cell cell = blocks.get(block);
        return cell == null ? Region.EMPTY : cell.covered;
    }

    /** All its boxes, in parts that never change. */
    Stream<List<Box>> parts() {
        return Stream.of(blocks.values(), members.values())
                .flatMap(Collection::stream)
                .map(cell -> cell.boxes);
    }
}
