package dev.perch.api.huawei;

import dev.perch.api.http.Query;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Page;
import dev.perch.control.ServerView;
import dev.perch.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The list of servers with ECS's filters; {@code offset} is the number of a page, from 1 (0 means 1 too). */
final class ServerList {
    private static final int USUAL_PAGE = 25;
    private static final int LARGEST_PAGE = 1000;

    private final Control control;
    private final Caller caller;

    ServerList(Control control, Caller caller) {
        this.control = control;
        this.caller = caller;
    }

    /** One page; its {@code count} is that of all servers that match. */
    ServerWire.Many page(Query query) {
        int size = query.integer("limit", 0, LARGEST_PAGE).orElse(USUAL_PAGE);
        long number = Math.max(1, query.integer("offset", 0, Integer.MAX_VALUE).orElse(1));
        Optional<String> marker = query.first("marker");
        List<ServerView> matching = matching(filter(query));
        List<ServerWire> page = matching.stream()
                .filter(view -> marker.map(m -> view.server().id().toString().compareTo(m) > 0)
                        .orElse(true))
                .skip((number - 1) * size)
                .limit(size)
                .map(ServerWire::of)
                .toList();
        return new ServerWire.Many(matching.size(), page);
    }

    private static Predicate<ServerView> filter(Query query) {
        Predicate<ServerView> all = view -> true;
        Optional<String> name = query.first("name");
        if (name.isPresent()) {
            // ECS looks for the text anywhere in the name
            all = all.and(view -> view.server().meta().name().contains(name.get()));
        }
        Optional<String> id = query.first("server_id");
        if (id.isPresent()) {
            all = all.and(view -> view.server().id().toString().equals(id.get()));
        }
        Optional<String> status = query.first("status");
        if (status.isPresent()) {
            all = all.and(view -> view.status().state().name().equalsIgnoreCase(status.get()));
        }
        Optional<String> flavor = query.first("flavor");
        if (flavor.isPresent()) {
            all = all.and(view ->
                    flavor.get().equals(view.server().meta().attributes().get(ServerWire.FLAVOR)));
        }
        Optional<String> ip = query.first("ip_eq");
        if (ip.isPresent()) {
            all = all.and(view -> addresses(view).contains(ip.get()));
        }
        Optional<String> partOfIp = query.first("ip");
        if (partOfIp.isPresent()) {
            all = all.and(view -> addresses(view).stream().anyMatch(address -> address.contains(partOfIp.get())));
        }
        return all;
    }

    private static List<String> addresses(ServerView view) {
        return view.nics().stream()
                .flatMap(nic -> nic.port().addresses().stream())
                .map(IpAddress::toString)
                .toList();
    }

    private List<ServerView> matching(Predicate<ServerView> filter) {
        List<ServerView> found = new ArrayList<>();
        Page page = Page.FIRST;
        while (true) {
            List<ServerView> chunk = control.servers().list(caller, Optional.empty(), page);
            chunk.stream().filter(filter).forEach(found::add);
            if (chunk.size() < page.limit()) {
                return found;
            }
            page = new Page(Page.MOST, Optional.of(chunk.getLast().server().id().toString()));
        }
    }
}
