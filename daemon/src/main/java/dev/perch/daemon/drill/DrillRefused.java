package dev.perch.daemon.drill;

/** A drill that cannot be done as things are; nothing was touched. The message names the rule. */
public final class DrillRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    /** @param code a stable word in kebab case */
    public DrillRefused(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
