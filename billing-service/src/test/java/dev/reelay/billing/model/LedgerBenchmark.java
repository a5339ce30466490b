package dev.reelay.billing.model;

import dev.reelay.billing.hold.HoldAccess;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/// How many holds a second the ledger takes, without HTTP, each way against another in the same
/// run. `--seconds` is how long each round takes.
public final class LedgerBenchmark {
    private static final int CALLERS = 64;
    private static final int CONNECTIONS = 16;
    private static final int ROUNDS = 3;
    private static final long PLENTY = 100_000_000;

    private final Duration round;
    private final Schema schema;
    private final RealLedger ledger;
    private final Jdbi jdbi;

    private LedgerBenchmark(Duration round, Schema schema) {
        this.round = round;
        this.schema = schema;
        this.jdbi = schema.jdbi();
        this.ledger = new RealLedger(jdbi);
    }

    public static void main(String[] arguments) throws Exception {
        var asked = Arrays.asList(arguments);
        var at = asked.indexOf("--seconds");
        var seconds = at < 0 ? 5 : Integer.parseInt(asked.get(at + 1));
        try (var schema = new Schema("ledger_benchmark", CONNECTIONS)) {
            schema.migrate("latest");
            new LedgerBenchmark(Duration.ofSeconds(seconds), schema).run();
        }
    }

    private void run() throws Exception {
        var holds = ledger.holds();
        var one = tenants(1);
        var many = tenants(1_000);
        var statement = statement(holds, one.getFirst());
        compare(
                "one account: together / a statement for each",
                one,
                tenant -> holds.takeTogether(JobId.next(), tenant, 1),
                tenant -> holds.take(JobId.next(), tenant, 1));
        compare(
                "1,000 accounts: together / plain JDBC",
                many,
                tenant -> holds.takeTogether(JobId.next(), tenant, 1),
                tenant -> statement.take(JobId.next(), tenant));
        System.out.println("broken by it: " + broken());
    }

    private List<String> broken() {
        return ledger.prove().checks().stream()
                .filter(check -> !check.ok())
                .map(check -> check.id())
                .toList();
    }

    private List<TenantId> tenants(int count) {
        var tenants = Stream.generate(TenantId::next).limit(count).toList();
        tenants.forEach(tenant -> ledger.grant(tenant, PLENTY));
        return tenants;
    }

    private interface Way {
        boolean take(TenantId tenant) throws SQLException;
    }

    /// Prints the median of the ratios of rounds that follow each other.
    private void compare(String name, List<TenantId> tenants, Way first, Way second)
            throws Exception {
        rate(tenants, first); // warms both up
        rate(tenants, second);
        var ratios = new double[ROUNDS];
        for (var i = 0; i < ROUNDS; i++) {
            var firsts = rate(tenants, first);
            var seconds = rate(tenants, second);
            ratios[i] = (double) firsts / seconds;
            System.out.printf("%s: %d/s against %d/s, %.2f%n", name, firsts, seconds, ratios[i]);
        }
        Arrays.sort(ratios);
        System.out.printf("%s: ratio %.2f%n", name, ratios[ROUNDS / 2]);
    }

    /// Holds per second.
    private long rate(List<TenantId> tenants, Way way) throws Exception {
        var start = System.nanoTime();
        var end = start + round.toNanos();
        long taken = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers =
                    IntStream.range(0, CALLERS)
                            .mapToObj(caller -> threads.submit(caller(caller, tenants, way, end)))
                            .toList();
            for (var caller : callers) {
                taken += caller.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return taken * 1_000_000_000 / (System.nanoTime() - start);
    }

    private static Callable<Long> caller(int caller, List<TenantId> tenants, Way way, long end) {
        return () -> {
            long taken = 0;
            for (var i = caller; System.nanoTime() < end; i += CALLERS) {
                if (!way.take(tenants.get(i % tenants.size()))) {
                    throw new IllegalStateException("a hold was refused");
                }
                taken++;
            }
            return taken;
        };
    }

    /// The statement that takes a hold, as it reaches the driver.
    private Plain statement(HoldAccess holds, TenantId tenant) {
        var seen = new AtomicReference<Plain>();
        var watched = schema.jdbi();
        watched.setSqlLogger(
                new SqlLogger() {
                    @Override
                    public void logBeforeExecution(StatementContext context) {
                        var parsed = context.getParsedSql();
                        seen.set(
                                new Plain(
                                        schema.pool(),
                                        parsed.getSql(),
                                        parsed.getParameters().getParameterNames()));
                    }
                });
        holds.on(watched).take(JobId.next(), tenant, 1);
        return seen.get();
    }

    /// Plain JDBC: borrow, prepare, bind, run.
    private record Plain(DataSource pool, String sql, List<String> names) {
        boolean take(JobId job, TenantId tenant) throws SQLException {
            try (var connection = pool.getConnection();
                    var statement = connection.prepareStatement(sql)) {
                for (var i = 0; i < names.size(); i++) {
                    bind(connection, statement, i + 1, names.get(i), job, tenant);
                }
                try (var rows = statement.executeQuery()) {
                    return rows.next() && rows.getInt(1) == 1;
                }
            }
        }

        private static void bind(
                Connection connection,
                PreparedStatement statement,
                int at,
                String name,
                JobId job,
                TenantId tenant)
                throws SQLException {
            switch (name) {
                case "tenant" -> statement.setObject(at, tenant.value());
                case "mode" -> statement.setString(at, "live");
                case "unfinished", "per_day" -> statement.setInt(at, Integer.MAX_VALUE);
                default -> {
                    var value = value(name, job);
                    statement.setArray(at, connection.createArrayOf(type(name), value));
                }
            }
        }

        private static String type(String name) {
            return switch (name) {
                case "jobs", "keys", "budget_keys" -> "uuid";
                case "amounts", "mosts" -> "bigint";
                case "outputs", "versions", "seconds" -> "integer";
                case "audios" -> "boolean";
                default -> "text";
            };
        }

        private static Object[] value(String name, JobId job) {
            return switch (name) {
                case "jobs" -> new Object[] {job.value()};
                case "amounts" -> new Object[] {1_000_000L};
                case "outputs", "versions" -> new Object[] {1};
                case "seconds" -> new Object[] {5};
                case "audios" -> new Object[] {false};
                case "models" -> new Object[] {"reelay/storyboard-1"};
                case "resolutions" -> new Object[] {"720p"};
                case "budget_keys", "periods", "mosts" -> new Object[0];
                case "made_from" -> new Object[] {"text"};
                case "qualities", "keys", "users", "plans" -> new Object[] {null};
                default -> throw new IllegalStateException("the statement has a new part: " + name);
            };
        }
    }
}
