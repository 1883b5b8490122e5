package dev.perch.cli;

import dev.perch.cli.http.Daemon;
import dev.perch.cli.http.Endpoint;
import dev.perch.cli.http.Http;
import dev.perch.cli.show.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command line that was understood: the values given for a verb's options and arguments, and its connections. */
public final class Line implements AutoCloseable {
    public static final Option<String> OUTPUT =
            Option.choice(List.of("table", "wide", "json", "yaml"), "how to print the result", "-o", "--output");
    public static final Option<String> DATA =
            Option.text("DIR", "the daemon's data directory (or PERCH_DATA; otherwise /var/lib/perch)", "--data");
    public static final Option<String> URL = Option.text(
            "URL", "where the daemon listens (or PERCH_URL; otherwise as its data directory says)", "--url");
    public static final Option<String> PROJECT =
            Option.text("ID", "the project to work in (or PERCH_PROJECT; otherwise the daemon's own)", "--project");
    public static final Option<Integer> TIMEOUT =
            Option.number(1, 86_400, "seconds to wait before giving up (60)", "--timeout");

    /** Options that every verb takes. */
    static final List<Option<?>> EVERYWHERE = List.of(OUTPUT, DATA, URL, PROJECT);

    private final Host host;
    private final Map<Option<?>, Object> options;
    private final Map<Argument, List<String>> arguments;
    private final Http http = new Http();

    Line(Host host, Map<Option<?>, Object> options, Map<Argument, List<String>> arguments) {
        this.host = host;
        this.options = options;
        this.arguments = arguments;
    }

    public Host host() {
        return host;
    }

    /** The value of an option that was given. */
    @SuppressWarnings("unchecked") // options are only ever put in with the value their own parser made
    public <T> Optional<T> get(Option<T> option) {
        return Optional.ofNullable((T) options.get(option));
    }

    public boolean is(Option<Boolean> flag) {
        return get(flag).orElse(false);
    }

    /** The value of a required argument. */
    public String get(Argument argument) {
        return arguments.get(argument).getFirst();
    }

    public Optional<String> find(Argument argument) {
        return all(argument).stream().findFirst();
    }

    public List<String> all(Argument argument) {
        return arguments.getOrDefault(argument, List.of());
    }

    public Path data() {
        return Path.of(get(DATA).or(() -> host.variable("PERCH_DATA")).orElse("/var/lib/perch"));
    }

    public Endpoint endpoint() {
        return new Endpoint(
                data(),
                get(URL).or(() -> host.variable("PERCH_URL")),
                host.variable("PERCH_TOKEN"),
                get(PROJECT).or(() -> host.variable("PERCH_PROJECT")));
    }

    /** The daemon that this line is for; {@link Failure} when there is none or it may not be asked. */
    public Daemon daemon() {
        return daemon(endpoint());
    }

    public Daemon daemon(Endpoint endpoint) {
        return endpoint.open(http);
    }

    @Override
    public void close() {
        http.close();
    }

    public Output output() {
        return new Output(host, get(OUTPUT).orElse("table"));
    }

    public Duration timeout() {
        return Duration.ofSeconds(get(TIMEOUT).orElse(60));
    }
}
