package dev.reelay.parts;

import com.sun.security.auth.module.UnixSystem;

/// Whose process we are.
final class CurrentUser {
    private CurrentUser() {}

    /// PostgreSQL runs neither for root nor for a user id that has no name.
    static boolean isRefusedByPostgres() {
        var user = new UnixSystem();
        return user.getUid() == 0 || user.getUsername() == null;
    }
}
