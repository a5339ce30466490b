package dev.reelay.api.key;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a member of a tenant may do, as scopes. The widest first.
public enum Role {
    OWNER(EnumSet.allOf(Scope.class)),
    DEVELOPER(EnumSet.complementOf(EnumSet.of(Scope.ADMIN))),
    VIEWER(EnumSet.of(Scope.JOBS_READ, Scope.BILLING_READ));

    private final Set<Scope> scopes;

    Role(Set<Scope> scopes) {
        this.scopes = scopes;
    }

    /// The issuer's word for it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> scopeWords() {
        return scopes.stream().map(Scope::word).toList();
    }

    /// The widest of those that are named; empty where none is.
    public static Optional<Role> among(Set<String> words) {
        return List.of(values()).stream().filter(role -> words.contains(role.word())).findFirst();
    }

    /// Whose scopes these are.
    public static Optional<Role> of(Set<Scope> scopes) {
        return List.of(values()).stream().filter(role -> role.scopes.equals(scopes)).findFirst();
    }
}
