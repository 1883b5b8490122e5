package dev.perch.api.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The one secret that admits everything. Sent as {@code X-Auth-Token: T} (every cloud client can add that header) or as
 * {@code Authorization: Bearer T}.
 */
public final class BootstrapToken {
    private static final String BEARER = "Bearer ";

    private final byte[] digest;

    /** The token's text: at least 16 characters, so that it cannot be guessed. */
    public BootstrapToken(String token) {
        if (token.length() < 16) {
            throw new IllegalArgumentException("a token has at least 16 characters, not " + token.length());
        }
        digest = sha256(token);
    }

    /**
     * Whether a request with these headers is admitted. Digests of equal length are compared in constant time, so neither
     * the token's length nor a common prefix shows in the time it takes.
     */
    public boolean admits(Optional<String> authToken, Optional<String> authorization) {
        return authToken.map(this::is).orElse(false)
                || authorization
                        .filter(a -> a.startsWith(BEARER))
                        .map(a -> is(a.substring(BEARER.length())))
                        .orElse(false);
    }

    private boolean is(String candidate) {
        return MessageDigest.isEqual(digest, sha256(candidate));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
