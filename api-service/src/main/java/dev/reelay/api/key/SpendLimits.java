package dev.reelay.api.key;

import dev.reelay.common.credit.Credits;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// What a key or a workspace may spend at most; null is no limit. What a job holds counts as spent,
/// and comes back with what is released.
///
/// @param daily from midnight to midnight, UTC
/// @param monthly from the first of the month on, UTC
/// @param total for as long as there is the key or the workspace
public record SpendLimits(
        @Nullable Credits daily, @Nullable Credits monthly, @Nullable Credits total) {
    public static final SpendLimits NONE = new SpendLimits(null, null, null);

    /// From the columns `…_daily`, `…_monthly` and `…_total`, in micro-credits.
    public static SpendLimits read(ResultSet row, String prefix) throws SQLException {
        return new SpendLimits(
                credits(row, prefix + "_daily"),
                credits(row, prefix + "_monthly"),
                credits(row, prefix + "_total"));
    }

    /// Into `:daily`, `:monthly` and `:total`, in micro-credits.
    public <S extends SqlStatement<S>> S bind(S statement) {
        return statement
                .bind("daily", micros(daily))
                .bind("monthly", micros(monthly))
                .bind("total", micros(total));
    }

    private static @Nullable Long micros(@Nullable Credits credits) {
        return credits == null ? null : credits.micros();
    }

    private static @Nullable Credits credits(ResultSet row, String column) throws SQLException {
        var micros = row.getObject(column, Long.class);
        return micros == null ? null : new Credits(micros);
    }

    public boolean isNone() {
        return daily == null && monthly == null && total == null;
    }

    /// Whether whoever has these may spend no more than whoever has the others.
    boolean isWithin(SpendLimits others) {
        return isWithin(daily, others.daily)
                && isWithin(monthly, others.monthly)
                && isWithin(total, others.total);
    }

    private static boolean isWithin(@Nullable Credits limit, @Nullable Credits other) {
        return other == null || limit != null && limit.compareTo(other) <= 0;
    }
}
