package dev.reelay.billing.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The model's commands at PostgreSQL. `-Dreelay.seed` chooses others, `-Dreelay.ledger.commands`
/// how many; `-Dreelay.ledger.mutants=true` takes out the guards.
class RealLedgerTest {
    private static final int CONNECTIONS = 10;
    private static final int COMMANDS_WITHOUT_A_GUARD = 2_400;
    private static final long SEED = Long.getLong("reelay.seed", 1);
    private static final int COMMANDS = Integer.getInteger("reelay.ledger.commands", 1_500);

    @Test
    void when_eight_threads_give_commands_then_books_are_the_models_and_the_proof_is_balanced()
            throws Exception {
        try (var schema = new Schema("ledger_at_random", CONNECTIONS)) {
            schema.migrate("latest");
            var run = new RealRun(new RealLedger(schema.jdbi()));
            run.run(SEED, COMMANDS);
            assertThat(run.broken()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "reelay.ledger.mutants", matches = "true")
    void when_a_guard_is_taken_out_of_a_statement_then_a_run_fails(SqlGuard guard)
            throws Exception {
        try (var schema =
                new Schema(
                        "ledger_without_" + guard.name().toLowerCase(Locale.ROOT), CONNECTIONS)) {
            schema.migrate("latest");
            guard.unsafeSchema().ifPresent(sql -> schema.jdbi().useHandle(db -> db.execute(sql)));
            var rewritten = new AtomicInteger();
            var found = failure(schema.jdbi(sql -> guard.without(sql, rewritten)));
            System.out.printf("%-40s %s%n", guard, found.orElse("not noticed"));
            assertThat(rewritten).as("statements without " + guard).hasPositiveValue();
            assertThat(found).isPresent();
        }
    }

    private static Optional<String> failure(Jdbi jdbi) throws InterruptedException {
        var run = new RealRun(new RealLedger(jdbi));
        try {
            run.run(SEED, COMMANDS_WITHOUT_A_GUARD);
        } catch (IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        var broken = run.broken();
        return broken.isEmpty() ? Optional.empty() : Optional.of("the proof: " + broken);
    }
}
