package dev.reelay.e2e.benchmark;

import dev.reelay.e2e.StoreClient;
import dev.reelay.parts.EmbeddedKafka;
import dev.reelay.parts.EmbeddedPostgres;
import dev.reelay.parts.EmbeddedS3;
import dev.reelay.parts.PartsHome;
import dev.reelay.parts.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;

/// The servers under a local installation, reached directly: what they can do at most, and what
/// they count.
final class Servers implements AutoCloseable {
    private static final String OWN = "reelay_benchmark";
    private static final Pattern STATEMENT =
            Pattern.compile("@reelay_(api|worker|billing) LOG: +(execute|statement)");

    private static final Pattern VIDEO_LOG = Pattern.compile("/video\\.[^/]+/[^/]+\\.log$");

    private final Path data;
    private final Secrets secrets;
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final String bucket;
    private final S3Client s3;

    /// @param apiPort of the installation, which has PostgreSQL three ports on, Kafka four and S3
    ///   six
    Servers(Path data, int apiPort) throws SQLException {
        this.data = data;
        var parts = PartsHome.find();
        secrets = new Secrets(data.resolve("secrets"));
        postgres =
                new EmbeddedPostgres(
                        parts,
                        data.resolve("postgres"),
                        data.resolve("log/postgres.log"),
                        secrets,
                        apiPort + 3);
        var store =
                new EmbeddedS3(
                                parts,
                                data.resolve("s3"),
                                data.resolve("log/s3.log"),
                                secrets,
                                apiPort + 6,
                                "reelay")
                        .access();
        bucket = store.bucket();
        s3 = StoreClient.open(store);
        kafka =
                new EmbeddedKafka(
                        parts,
                        data.resolve("kafka"),
                        data.resolve("log/kafka.log"),
                        secrets,
                        apiPort + 4,
                        apiPort + 5);
        try (var connection = connect(OWN);
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    create table if not exists one_row (
                        id uuid primary key, tenant_id uuid not null, body jsonb not null);
                    create index if not exists one_row_tenant on one_row (tenant_id)
                    """);
        }
    }

    private Connection connect(String database) throws SQLException {
        var access = postgres.database(database);
        return DriverManager.getConnection(access.jdbcUrl(), access.username(), access.password());
    }

    /// The limit of accepting: one durable row with a little JSON and an index, one commit.
    Load.Action oneRowInsert() throws SQLException {
        var connection = connect(OWN);
        var insert = connection.prepareStatement("insert into one_row values (?, ?, ?::jsonb)");
        return () -> {
            insert.setObject(1, UUID.randomUUID());
            insert.setObject(2, UUID.randomUUID());
            insert.setString(3, "{\"prompt\": \"a red kite over the sea\", \"seconds\": 1}");
            insert.execute();
        };
    }

    /// The limit of polling: one row by its key.
    Load.Action oneRowRead() throws SQLException {
        var connection = connect(OWN);
        var id = UUID.randomUUID();
        try (var insert = connection.createStatement()) {
            insert.execute("insert into one_row values ('%s', '%s', '{}')".formatted(id, id));
        }
        var read = connection.prepareStatement("select body from one_row where id = ?");
        return () -> {
            read.setObject(1, id);
            try (var row = read.executeQuery()) {
                row.next();
            }
        };
    }

    /// Reads an object to its end; its size in bytes.
    long read(String key) throws IOException {
        try (InputStream content = s3.getObject(r -> r.bucket(bucket).key(key))) {
            return content.transferTo(OutputStream.nullOutputStream());
        }
    }

    /// The key of the newest clip that is kept.
    String newestClip() throws SQLException {
        return text(
                "reelay_api",
                "select report #>> '{outputs,0,key}' from job where state = 'completed'"
                        + " order by id desc limit 1");
    }

    /// Jobs that have not ended.
    long open() throws SQLException {
        return number(
                "reelay_api",
                "select count(*) from job where state in ('accepting', 'queued', 'in_progress')");
    }

    /// When the worker ended the jobs that these idempotency keys stand for, by key.
    Map<String, Instant> ends(List<String> keys) throws SQLException {
        var ends = new HashMap<String, Instant>();
        try (var connection = connect("reelay_api");
                var statement =
                        connection.prepareStatement(
                                """
                                select i.key, j.report ->> 'ended_at'
                                  from idempotency i join job j on j.id = i.job_id
                                 where i.key = any(?) and j.ended_at is not null
                                """)) {
            statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    ends.put(rows.getString(1), Instant.parse(rows.getString(2)));
                }
            }
        }
        return ends;
    }

    /// How many executions wait in the worker.
    long queued() throws SQLException {
        return number("reelay_worker", "select count(*) from execution where state = 'queued'");
    }

    /// How long executions of these jobs took from the job's acceptance to their first claim, in
    /// milliseconds, least first; those that still wait are not among them.
    List<Double> waits(List<UUID> jobs) throws SQLException {
        var waits = new ArrayList<Double>();
        try (var connection = connect("reelay_worker");
                var statement =
                        connection.prepareStatement(
                                """
                                select extract(epoch from min(a.created_at)
                                         - (j.spec ->> 'created_at')::timestamptz) * 1000 as wait
                                  from job j join attempt a on a.job_id = j.id
                                 where j.id = any(?) group by j.id order by wait
                                """)) {
            statement.setArray(1, connection.createArrayOf("uuid", jobs.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    waits.add(rows.getDouble(1));
                }
            }
        }
        return waits;
    }

    /// Deliveries that have not ended.
    long dueDeliveries() throws SQLException {
        return number("reelay_worker", "select count(*) from delivery where due_at is not null");
    }

    /// How a client reaches the broker.
    Map<String, String> broker() {
        return kafka.access().settings();
    }

    /// Transactions since the statistics began, of the services' databases.
    long commits() throws SQLException {
        return number(
                "reelay_api",
                "select sum(xact_commit) from pg_stat_database where datname in"
                        + " ('reelay_api', 'reelay_billing', 'reelay_worker')");
    }

    /// Has the server log every statement, which is how they are counted.
    void countStatements(boolean on) throws SQLException {
        var superuser = secrets.password("postgres");
        var url = postgres.database(OWN).jdbcUrl();
        try (var connection = DriverManager.getConnection(url, "postgres", superuser);
                var statement = connection.createStatement()) {
            statement.execute(
                    "alter system set log_statement = '%s'".formatted(on ? "all" : "none"));
            statement.execute("select pg_reload_conf()");
        }
    }

    /// Statements in the server's log, other than our own.
    long statements() throws IOException {
        try (var lines = Files.lines(postgres.logFile())) {
            return lines.filter(line -> STATEMENT.matcher(line).find()).count();
        }
    }

    /// Bytes of write-ahead log since the server was made.
    long walBytes() throws SQLException {
        return number("reelay_api", "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')");
    }

    /// Bytes of the broker's log.
    long kafkaBytes() throws IOException {
        try (var files = Files.walk(data.resolve("kafka"))) {
            return files.filter(f -> VIDEO_LOG.matcher(f.toString()).find())
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        }
    }

    private long number(String database, String sql) throws SQLException {
        return Long.parseLong(text(database, sql));
    }

    private String text(String database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
