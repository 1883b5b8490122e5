package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Json;
import dev.perch.api.http.Query;
import dev.perch.control.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A list in an answer: {@code {"ports":[…]}}. With {@code limit} one page, then {@code next_marker} is the {@code marker} of
 * the page after it. Without, everything; it is read and written page by page, so a list of any length costs no memory.
 *
 * @param name  of the list
 * @param pages reads one page, ordered by id
 * @param shape makes a line's object
 * @param id    of a line
 */
record Listing<T>(String name, Function<Page, List<T>> pages, Function<T, ?> shape, Function<T, String> id) {

    Answer answer(Query query) {
        Optional<Integer> limit = query.integer("limit", 1, Page.MOST);
        Page page = new Page(limit.orElse(Page.MOST), query.first("marker"));
        List<T> first = pages.apply(page); // read before the status goes out, so that a fault is still a 500
        if (limit.isPresent() || first.size() < Page.MOST) {
            return new Answer.Whole(200, "application/json", whole(first, first.size() == page.limit()));
        }
        return new Answer.Streamed(200, "application/json", out -> pour(first, out));
    }

    private byte[] whole(List<T> lines, boolean more) {
        StringBuilder json = new StringBuilder("{\"").append(name).append("\":[");
        for (int i = 0; i < lines.size(); i++) {
            json.append(i == 0 ? "" : ",").append(Json.text(shape.apply(lines.get(i))));
        }
        json.append(']');
        if (more && !lines.isEmpty()) {
            json.append(",\"next_marker\":").append(Json.text(id.apply(lines.getLast())));
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void pour(List<T> first, OutputStream out) throws IOException {
        out.write(("{\"" + name + "\":[").getBytes(StandardCharsets.UTF_8));
        boolean begun = false;
        for (List<T> lines = first; !lines.isEmpty(); lines = after(lines)) {
            for (T line : lines) {
                if (begun) {
                    out.write(',');
                }
                out.write(Json.write(shape.apply(line)));
                begun = true;
            }
        }
        out.write("]}".getBytes(StandardCharsets.UTF_8));
    }

    private List<T> after(List<T> lines) {
        return lines.size() < Page.MOST
                ? List.of()
                : pages.apply(new Page(Page.MOST, Optional.of(id.apply(lines.getLast()))));
    }
}
