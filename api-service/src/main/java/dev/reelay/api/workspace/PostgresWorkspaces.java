package dev.reelay.api.tenant;

import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What tenants set for themselves.
@Singleton
public final class PostgresWorkspaces {
    private final Jdbi jdbi;

    PostgresWorkspaces(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public CallbackPolicy callbacks(TenantId tenant) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + CallbackPolicyRow.COLUMNS
                                                + " from tenant t where t.id = :tenant")
                                .bind("tenant", tenant.value())
                                .map((row, _) -> CallbackPolicyRow.read(row))
                                .one());
    }

    /// Where a tenant wants to be told.
    ///
    /// @param setsUsual whether the usual address becomes {@link #usual}, or none where that is
    ///   null
    /// @param origins null where they stay as they are
    public record Change(boolean setsUsual, @Nullable URI usual, @Nullable List<String> origins) {}

    /// The settings as they are from now on.
    public CallbackPolicy change(TenantId tenant, Change change) {
        var origins = change.origins();
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        update tenant t
                                           set callback_url = case when :sets_usual
                                                   then :usual else t.callback_url end,
                                               callback_origins = case when :sets_origins
                                                   then :origins else t.callback_origins end
                                         where t.id = :tenant
                                        returning\s"""
                                                + CallbackPolicyRow.COLUMNS)
                                .bind("tenant", tenant.value())
                                .bind("sets_usual", change.setsUsual())
                                .bind("usual", text(change.usual()))
                                .bind("sets_origins", origins != null)
                                .bindArray(
                                        "origins",
                                        String.class,
                                        origins == null ? List.of() : origins)
                                .map((row, _) -> CallbackPolicyRow.read(row))
                                .one());
    }

    private static @Nullable String text(@Nullable URI address) {
        return address == null ? null : address.toString();
    }
}
