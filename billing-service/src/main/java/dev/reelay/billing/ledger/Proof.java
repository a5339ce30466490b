package dev.reelay.billing.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/// What a recount of the whole ledger found, all of it in one snapshot.
///
/// @param balanced every check is ok
/// @param checkedAt time of the snapshot, by the database's clock
public record Proof(
        boolean balanced,
        @JsonProperty("checked_at") Instant checkedAt,
        long accounts,
        long entries,
        List<Check> checks) {

    /// One invariant.
    ///
    /// @param id its name in the list of invariants, `L1` to `L10`
    /// @param detail what it says, and how many rows break it
    public record Check(String id, boolean ok, String detail) {}

    static Proof of(Instant checkedAt, long accounts, long entries, List<Check> checks) {
        var balanced = checks.stream().allMatch(Check::ok);
        return new Proof(balanced, checkedAt, accounts, entries, List.copyOf(checks));
    }
}
