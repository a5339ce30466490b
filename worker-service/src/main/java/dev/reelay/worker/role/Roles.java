package dev.reelay.worker.role;

import jakarta.inject.Singleton;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What this process is for: all of it, or one role where renderers and senders are deployed apart.
@Singleton
public final class Roles {
    private final Set<Role> roles;

    /// Not a mapping: one of the prefix `reelay` would claim every other setting.
    Roles(@ConfigProperty(name = "reelay.roles", defaultValue = "render,webhook") Set<Role> roles) {
        this.roles = Set.copyOf(roles);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    @Override
    public String toString() {
        return roles.toString();
    }
}
