package dev.perch.api.ops;

import java.util.Locale;

/** The text form in which Prometheus reads figures (exposition format 0.0.4). */
final class Exposition {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(4096);

    /** Starts a figure: its help and type stand once before its samples. */
    Exposition figure(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** A sample; labels come as name, value, name, value … */
    Exposition sample(String name, double value, String... labels) {
        text.append(name);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            text.append(
                    labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
            text.append('"');
        }
        text.append(labels.length > 0 ? "} " : " ");
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        text.append(whole ? Long.toString((long) value) : String.format(Locale.ROOT, "%.9f", value));
        text.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
