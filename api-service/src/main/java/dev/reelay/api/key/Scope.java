package dev.reelay.api.key;

import java.util.Arrays;
import java.util.Optional;

/// What a key may do.
public enum Scope {
    JOBS_WRITE("jobs:write"),
    JOBS_READ("jobs:read"),
    BILLING_READ("billing:read"),
    /// To look after keys, and to say where jobs may call back.
    ADMIN("admin");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<Scope> named(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }
}
