package dev.perch.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Host;
import dev.perch.cli.http.Json;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Standard output in the form that was asked for: {@code json} and {@code yaml} are what the daemon answered,
 * {@code table} and {@code wide} are for people.
 */
public final class Output {
    private final Host host;
    private final String form;

    public Output(Host host, String form) {
        this.host = host;
        this.form = form;
    }

    public Style style() {
        return Style.of(host);
    }

    public boolean forPeople() {
        return form.equals("table") || form.equals("wide");
    }

    public boolean wide() {
        return form.equals("wide");
    }

    public PrintStream stream() {
        return host.out();
    }

    /** Says something to people; scripts that read JSON or YAML do not get it. */
    public void say(String text) {
        if (forPeople()) {
            host.out().println(Style.harmless(text));
        }
    }

    /** Prints an answer: as it is to scripts, in words of its own to people. */
    public void answer(JsonNode answer, Consumer<Output> people) {
        switch (form) {
            case "json" -> host.out().println(Json.pretty(answer));
            case "yaml" -> host.out().print(Yaml.text(answer));
            default -> people.accept(this);
        }
    }

    /** One object of a stream: a line of JSON, a YAML document, or a line for people. */
    public void item(JsonNode item, String people) {
        switch (form) {
            case "json" -> host.out().println(Json.line(item));
            case "yaml" -> host.out().print("---\n" + Yaml.text(item));
            default -> host.out().println(people);
        }
        if (host.out().checkError()) { // flushes as well
            throw Failure.of(Exit.FAILED, "nobody reads the output any more");
        }
    }

    public void rows(JsonNode answer, List<Column> columns) {
        answer(answer, out -> table(Json.rows(answer), columns, ""));
    }

    /** A table for people, each line after {@code indent}. */
    public void table(List<JsonNode> rows, List<Column> columns, String indent) {
        List<Column> shown =
                columns.stream().filter(column -> wide() || !column.wide()).toList();
        Table table = new Table(shown.stream().map(Column::header).toList());
        rows.forEach(row -> table.row(
                shown.stream().map(column -> column.value().apply(row)).toList()));
        List<String> lines = table.lines();
        host.out().println(indent + style().bold(lines.getFirst()));
        lines.stream().skip(1).forEach(line -> host.out().println(indent + line));
    }
}
