package dev.reelay.api.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/// The ledger's proof of itself on a page.
record ProofView(
        boolean balanced, String checkedAt, long accounts, long entries, List<Check> checks) {
    record Check(String id, boolean ok, String detail) {}

    static ProofView of(JsonNode proof) {
        return new ProofView(
                proof.path("balanced").asBoolean(),
                proof.path("checked_at").asText(),
                proof.path("accounts").asLong(),
                proof.path("entries").asLong(),
                StreamSupport.stream(proof.path("checks").spliterator(), false)
                        .map(
                                check ->
                                        new Check(
                                                check.path("id").asText(),
                                                check.path("ok").asBoolean(),
                                                check.path("detail").asText()))
                        .toList());
    }
}
