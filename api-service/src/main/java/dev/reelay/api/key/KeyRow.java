package dev.reelay.api.key;

import dev.reelay.api.database.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How a key's row is read.
final class KeyRow {
    static final String SETTINGS =
            "k.name, k.mode, k.scopes, k.dialect, k.models, k.addresses, k.expires_at,"
                    + " k.spend_daily, k.spend_monthly, k.spend_total, k.workspace_id";
    static final String CARD =
            "k.id, "
                    + SETTINGS
                    + ", k.prefix, k.last4, k.created_at, k.last_used_at, k.revoked_at,"
                    + " k.replaced_by";

    /// Of one, or of all where `:workspace` is null.
    static final String OF_WORKSPACE =
            " and (cast(:workspace as uuid) is null or k.workspace_id = cast(:workspace as uuid))";

    /// The newest first, from behind `:after` on.
    static final String PAGE =
            """
             and (cast(:after as uuid) is null
                  or (k.created_at, k.id) <
                     (select a.created_at, a.id from api_key a
                       where a.tenant_id = :tenant and a.id = cast(:after as uuid)))
             order by k.created_at desc, k.id desc
             limit :most
            """;

    private KeyRow() {}

    static KeyCard card(ResultSet row) throws SQLException {
        return new KeyCard(
                row.getObject("id", UUID.class),
                settings(row),
                row.getString("prefix"),
                row.getString("last4"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Column.instant(row, "last_used_at"),
                Column.instant(row, "revoked_at"),
                row.getObject("replaced_by", UUID.class));
    }

    static KeySettings settings(ResultSet row) throws SQLException {
        var models = texts(row, "models");
        var addresses = texts(row, "addresses");
        return new KeySettings(
                row.getString("name"),
                KeyMode.named(row.getString("mode")).orElseThrow(),
                scopes(row),
                row.getString("dialect"),
                models == null ? null : Set.copyOf(models),
                addresses == null
                        ? null
                        : addresses.stream().map(a -> AddressRange.parse(a).orElseThrow()).toList(),
                Column.instant(row, "expires_at"),
                SpendLimits.read(row, "spend"),
                row.getObject("workspace_id", UUID.class));
    }

    private static Set<Scope> scopes(ResultSet row) throws SQLException {
        var scopes = EnumSet.noneOf(Scope.class);
        var words = texts(row, "scopes");
        if (words != null) {
            words.forEach(word -> Scope.named(word).ifPresent(scopes::add));
        }
        return scopes;
    }

    private static @Nullable List<String> texts(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? null : Arrays.asList((String[]) array.getArray());
    }
}
