package dev.reelay.e2e.crash;

import dev.reelay.e2e.SimulatorControl.Billed;
import dev.reelay.e2e.SimulatorControl.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// All that is known of a run at one moment: what clients saw, what the databases and the store
/// have, what was seen each second while it ran, what receivers of callbacks got, and what
/// upstreams have in their books.
///
/// @param tables rows by service and table, like `worker.execution`
/// @param objects what the store has, by key
record Evidence(
        List<History.Line> history,
        Map<String, List<Row>> tables,
        Map<String, Bucket.Stored> objects,
        int unfinishedUploads,
        List<Sampler.Seen> seen,
        List<Receiver.Message> messages,
        Map<Prompt, List<Billed>> bill) {

    static Evidence of(Run run) {
        return new Evidence(
                run.history().lines(),
                run.databases().all(),
                run.bucket().all(),
                run.bucket().unfinishedUploads(),
                run.sampler().seen(),
                run.receiver().messages(),
                run.cluster().upstreams().map(Upstreams::bill).orElse(Map.of()));
    }

    List<Row> rows(String table) {
        return Objects.requireNonNull(tables.get(table), table);
    }

    /// The rows of a table by the value of a column.
    Map<UUID, List<Row>> by(String table, String column) {
        var by = new HashMap<UUID, List<Row>>();
        for (var row : rows(table)) {
            if (row.has(column)) {
                by.computeIfAbsent(row.id(column), _ -> new ArrayList<>()).add(row);
            }
        }
        return by;
    }

    /// The rows of a table by its key.
    Map<UUID, Row> byId(String table, String column) {
        var by = new HashMap<UUID, Row>();
        rows(table).forEach(row -> by.put(row.id(column), row));
        return by;
    }

    /// What the clients' submissions came to, by the submission's key.
    Map<String, List<History.Line>> accepted() {
        var accepted = new HashMap<String, List<History.Line>>();
        for (var line : history) {
            if (line.type() == History.Type.OK && line.operation().equals(Clients.SUBMIT)) {
                accepted.computeIfAbsent(line.subject(), _ -> new ArrayList<>()).add(line);
            }
        }
        return accepted;
    }

    /// A job's id from how the dialect spells it.
    static UUID job(String spelled) {
        var hex = spelled.substring(spelled.indexOf('_') + 1);
        return UUID.fromString(
                hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }
}
