package dev.reelay.api.tenant;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Reads callback policies from rows with the columns of {@link #COLUMNS}.
public final class CallbackPolicyRow {
    /// Of a tenant that is called `t` and its workspace `w`.
    public static final String COLUMNS = "t.callback_mode, w.callback_url, w.callback_origins";

    private CallbackPolicyRow() {}

    public static CallbackPolicy read(ResultSet row) throws SQLException {
        var usual = row.getString("callback_url");
        return new CallbackPolicy(
                CallbackPolicy.Mode.named(row.getString("callback_mode")).orElseThrow(),
                usual == null ? null : URI.create(usual),
                List.of((String[]) row.getArray("callback_origins").getArray()));
    }
}
