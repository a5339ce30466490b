package dev.reelay.common.finding;

import java.util.List;

/// Something that heals by itself within moments, and that a person must look at where it does not.
///
/// @param id with the service in front, e.g. `worker.overdue`
/// @param what is wrong where it finds anything
/// @param advice what to do then
/// @param sql gives an id, or a few words without secrets, for each thing that is wrong
public record Check(String id, String what, String advice, String sql) {
    /// More than these are not counted.
    public static final int MOST = 1000;

    private static final int EXAMPLES = 5;

    /// The query to run.
    public String query() {
        return "select found.* from (" + sql + ") as found limit " + MOST;
    }

    Finding found(List<String> all) {
        return new Finding(
                id, what, all.size(), all.subList(0, Math.min(EXAMPLES, all.size())), advice);
    }
}
