package dev.reelay.api.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.finding.Checkup;
import dev.reelay.common.finding.Finding;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApiChecksTest {
    private static final UUID TENANT = UUID.randomUUID();
    private static final String ACCEPTING = UUID.randomUUID().toString();
    private static final String GIVEN_UP = UUID.randomUUID().toString();
    private static final String WAITING = UUID.randomUUID().toString();
    private static final String ENDED = UUID.randomUUID().toString();
    private static final String EVENT = UUID.randomUUID().toString();
    private static final String TOP_UP = UUID.randomUUID().toString();
    private static final List<String> OURS =
            List.of(ACCEPTING, GIVEN_UP, WAITING, ENDED, EVENT, TOP_UP);

    @Inject Jdbi jdbi;

    /// What the checks find among rows of an age, of which nothing stays.
    private Checkup found(String age) {
        return jdbi.inTransaction(
                db -> {
                    db.createScript(script(age)).execute();
                    var found =
                            Checkup.of(
                                    ApiChecks.ALL,
                                    sql ->
                                            db.createQuery(sql).mapTo(String.class).stream()
                                                    .filter(OURS::contains)
                                                    .toList());
                    db.rollback();
                    return found;
                });
    }

    private static String script(String age) {
        return """
               insert into tenant (id, name, plan) values ('<tenant>', 't', 'free');
               insert into api_key (id, tenant_id, name, mode, scopes, hash, prefix, last4, counted_as)
               values ('<tenant>', '<tenant>', 'k', 'live', '{}', '\\x<hash>', 'p', 'last', '<tenant>');
               insert into job (id, tenant_id, key_id, dialect, model, spec, terms, expected_seconds,
                                files_kept, price_version, amount,
                                state, accepting_since, deadline, void_at, ended_at, purge_at, expires_at)
               select v.id, '<tenant>', '<tenant>', 'openai', 'm', '{}', '{}', 5, interval '1 day', 1, 0,
                      v.state, now() - interval '<age>', now() - interval '<age>', v.void_at::timestamptz,
                      v.ended_at::timestamptz, v.ended_at::timestamptz, v.ended_at::timestamptz
                 from (values ('<accepting>'::uuid, 'accepting', null, null),
                              ('<given_up>', 'abandoned', now(), null),
                              ('<waiting>', 'queued', null, null),
                              ('<ended>', 'completed', null, now() - interval '<age>'))
                   as v (id, state, void_at, ended_at);
               insert into event (id, tenant_id, job_id, type, body, created_at, tell_at)
               values ('<event>', '<tenant>', '<ended>', 'video.completed', '{}',
                       now() - interval '<age>', now());
               insert into top_up (id, tenant_id, kind, credits, reason, state, owed_at, due_at)
               values ('<top_up>', '<tenant>', 'code', 1, 'r', 'owed', now() - interval '<age>', now());
               insert into file_check (job_id, tenant_id, missing_since)
               select '<ended>', '<tenant>', missed from (select now() - interval '<age>') as m (missed)
                where missed < now() - interval '1 hour'; -- a file is missed as soon as it was looked for
               """
                .replace("<tenant>", TENANT.toString())
                .replace("<hash>", TENANT.toString().replace("-", ""))
                .replace("<accepting>", ACCEPTING)
                .replace("<given_up>", GIVEN_UP)
                .replace("<waiting>", WAITING)
                .replace("<ended>", ENDED)
                .replace("<event>", EVENT)
                .replace("<top_up>", TOP_UP)
                .replace("<age>", age);
    }

    @Test
    void when_rows_are_two_hours_old_then_each_check_finds_its_own() {
        var found = found("2 hours");
        assertThat(found.findings()).extracting(Finding::check).isEqualTo(found.checks());
        assertThat(found.findings())
                .extracting(Finding::examples)
                .containsExactly(
                        List.of(ACCEPTING),
                        List.of(GIVEN_UP),
                        List.of(WAITING),
                        List.of(WAITING),
                        List.of(ENDED),
                        List.of(EVENT),
                        List.of(TOP_UP),
                        List.of(ENDED),
                        List.of(ENDED));
    }

    @Test
    void when_rows_are_a_minute_old_then_nothing_is_found() {
        assertThat(found("1 minute").findings()).isEmpty();
    }
}
