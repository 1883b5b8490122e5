package dev.perch.api.http;

/**
 * Ends the reading of a request that is not well-formed. Thrown by {@link Fields} and {@link Query}, caught once, by the
 * server, which answers with the envelope of the request's dialect. Carries no stack: it is an answer, not a fault.
 */
public final class Malformation extends RuntimeException {
    private final transient String field;
    private final transient String rule;

    /**
     * @param field the path of the offending value ({@code port.fixed_ips[0].ip_address}), or empty for the whole body
     * @param rule  what the value must be
     */
    public Malformation(String field, String rule) {
        super(field.isEmpty() ? rule : field + " " + rule, null, false, false);
        this.field = field;
        this.rule = rule;
    }

    public String field() {
        return field;
    }

    public String rule() {
        return rule;
    }
}
