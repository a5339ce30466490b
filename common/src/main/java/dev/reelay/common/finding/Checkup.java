package dev.reelay.common.finding;

import java.util.List;
import java.util.function.Function;

/// What a service found.
///
/// @param checks the ids of all that it looked for
/// @param findings empty where all is well
public record Checkup(List<String> checks, List<Finding> findings) {
    /// @param ask runs a query of one text column
    public static Checkup of(List<Check> checks, Function<String, List<String>> ask) {
        return new Checkup(
                checks.stream().map(Check::id).toList(),
                checks.stream()
                        .map(check -> check.found(ask.apply(check.query())))
                        .filter(finding -> finding.count() > 0)
                        .toList());
    }
}
