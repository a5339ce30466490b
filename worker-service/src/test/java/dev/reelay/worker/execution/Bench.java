package dev.reelay.worker.execution;

import dev.reelay.common.catalogue.CatalogueLoader;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.common.secret.MasterKey;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.account.AccountHealth;
import dev.reelay.worker.asset.AssetConfig;
import dev.reelay.worker.asset.StoreAssets;
import dev.reelay.worker.asset.TrimFile;
import dev.reelay.worker.egress.EgressBench;
import dev.reelay.worker.execution.PostgresTimers.Due;
import dev.reelay.worker.fidelity.FidelityConfig;
import dev.reelay.worker.fidelity.JudgeClip;
import dev.reelay.worker.input.FetchInput;
import dev.reelay.worker.input.InputConfig;
import dev.reelay.worker.input.TakeFrame;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.loop.WorkConfig;
import dev.reelay.worker.media.FirstFrame;
import dev.reelay.worker.media.MakeStills;
import dev.reelay.worker.media.ProbeVideo;
import dev.reelay.worker.media.RealFfmpeg;
import dev.reelay.worker.media.TrimClip;
import dev.reelay.worker.pace.PaceConfig;
import dev.reelay.worker.pace.RealPace;
import dev.reelay.worker.provider.Callbacks;
import dev.reelay.worker.provider.NoAccounts;
import dev.reelay.worker.provider.PrepareAttempt;
import dev.reelay.worker.provider.Providers;
import dev.reelay.worker.provider.ProvidersConfig;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.UsableAccounts;
import dev.reelay.worker.provider.VideoProvider;
import dev.reelay.worker.report.QuietReports;
import dev.reelay.worker.routing.RealRoutes;
import dev.reelay.worker.scratch.Scratch;
import dev.reelay.worker.slot.Claim;
import dev.reelay.worker.slot.PostgresSlots;
import dev.reelay.worker.store.S3Objects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// One worker, put together by hand on a real database, with no loop running: a test takes each
/// step itself, so it can stop, or die, between any two. Two benches are two workers.
final class Bench implements AutoCloseable {
    static final String MODEL = "test/clip-1";
    static final URI PUBLIC = URI.create("https://video.example.com/");

    final Upstream upstream;
    final Upstream second = new Upstream("second");
    final Jdbi jdbi;
    final PostgresSlots slots;
    final PostgresExecutions executions;
    final PostgresTimers timers;
    final QuietReports reports;
    final AdvanceExecution advance;
    final SubmitToProvider submit;
    final WatchExecutions watch;
    final SweepExecutions sweep;
    final HoldLeases leases;
    final BringHome bringHome;
    final Intake intake;
    final PostgresFetches fetches;
    final FetchInputs fetch;
    final SweepLeftovers leftovers;
    final Timers doorbell;
    final HearCallback hearing;
    final RealPace learned;
    final Work work;
    final RealRoutes routing;

    private final Providers providers;
    private final ExecutionConfig config;

    /// A worker without an object store, for tests that bring no file home.
    Bench(Jdbi jdbi) {
        this(jdbi, WorkerParts.noObjects(), new Upstream("upstream"));
    }

    /// A second worker, at the same provider.
    Bench(Jdbi jdbi, S3Objects objects, Upstream upstream) {
        this(jdbi, objects, upstream, Map.of());
    }

    /// @param more settings, in place of the usual ones
    Bench(Jdbi jdbi, S3Objects objects, Upstream upstream, Map<String, String> more) {
        this.jdbi = jdbi;
        this.upstream = upstream;
        var settings =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .addDefaultInterceptors()
                        .withMapping(ExecutionConfig.class)
                        .withMapping(ProvidersConfig.class)
                        .withMapping(PaceConfig.class)
                        .withMapping(WorkConfig.class)
                        .withMapping(AssetConfig.class)
                        .withMapping(FidelityConfig.class)
                        .withMapping(InputConfig.class)
                        .withDefaultValue("reelay.work.patience", "5s")
                        .withDefaultValue("reelay.polling.learned", "false")
                        .withDefaultValue("reelay.fidelity.policy", "record")
                        .withDefaultValue("reelay.providers.second.learned", "true")
                        .withDefaultValue("reelay.execution.submit-limit", "5s")
                        .withDefaultValue("reelay.providers.upstream.slots", "5")
                        .withDefaultValues(more)
                        .build();
        config = settings.getConfigMapping(ExecutionConfig.class);
        providers =
                new Providers(
                        List.<VideoProvider>of(upstream, second),
                        new NoAccounts(),
                        settings.getConfigMapping(ProvidersConfig.class));
        work = new Work(settings.getConfigMapping(WorkConfig.class));
        routing =
                new RealRoutes(
                        new CatalogueLoader().load(Path.of("src/test/resources/catalogue")),
                        jdbi,
                        work);
        var routes = routing.routes();
        var callbacks =
                new Callbacks(() -> Optional.of(PUBLIC), new MasterKey("A".repeat(43) + "="));
        var prepare = new PrepareAttempt(routes, callbacks);
        var bells = new Bells();
        var spans = new Spans(OpenTelemetry.noop().getTracer("test"));
        var meters = new SimpleMeterRegistry();
        slots = new PostgresSlots(jdbi);
        learned =
                new RealPace(
                        jdbi, settings.getConfigMapping(PaceConfig.class), providers, meters, work);
        var pace = new PaceExecutions(learned.pace(), routes);
        executions = new PostgresExecutions(jdbi, pace, routes, config);
        timers = new PostgresTimers(jdbi, config);
        doorbell = new Timers(timers, bells);
        reports = new QuietReports(jdbi, routes, work);
        advance =
                new AdvanceExecution(
                        executions, providers, reports.telling(), new EndedMeter(meters), bells);
        hearing = new HearCallback(executions, advance, providers, prepare, doorbell);
        submit =
                new SubmitToProvider(
                        slots,
                        executions,
                        advance,
                        new SendAttempt(config, spans),
                        new AccountHealth(slots),
                        providers,
                        prepare,
                        config,
                        bells,
                        work);
        var assets = assets(objects, settings, meters);
        leases = new HoldLeases(timers, config);
        bringHome =
                new BringHome(
                        assets,
                        advance,
                        executions,
                        leases,
                        providers,
                        routes,
                        new JudgeClip(settings.getConfigMapping(FidelityConfig.class)),
                        config,
                        spans,
                        work);
        watch =
                new WatchExecutions(
                        timers,
                        executions,
                        advance,
                        submit,
                        bringHome,
                        new GoElsewhere(new PostgresElsewhere(jdbi), executions, providers, routes),
                        providers,
                        prepare,
                        config,
                        pace,
                        bells,
                        work);
        sweep = new SweepExecutions(executions, advance, work);
        intake =
                new Intake(
                        new PostgresIntake(jdbi),
                        executions,
                        advance,
                        routes,
                        reports.telling(),
                        bells);
        var inputConfig = settings.getConfigMapping(InputConfig.class);
        var scratch = new Scratch(Optional::empty);
        var inputs = new FetchInput(EgressBench.toLoopback(), objects, inputConfig, scratch);
        fetches = new PostgresFetches(jdbi, inputConfig);
        var frames = new TakeFrame(objects, new FirstFrame(RealFfmpeg.FFMPEG), scratch);
        fetch =
                new FetchInputs(
                        fetches, inputs, frames, executions, advance, inputConfig, bells, work);
        leftovers = new SweepLeftovers(new PostgresLeftovers(jdbi), assets, inputs, work);
        for (var name : providers.own()) {
            slots.allow(name, name, providers.use(name).slots());
        }
    }

    private static StoreAssets assets(
            S3Objects objects, SmallRyeConfig settings, SimpleMeterRegistry meters) {
        var probe = new ProbeVideo();
        var scratch = new Scratch(Optional::empty);
        var config = settings.getConfigMapping(AssetConfig.class);
        return new StoreAssets(
                objects,
                probe,
                new MakeStills(RealFfmpeg.FFMPEG, probe),
                new TrimFile(probe, new TrimClip(RealFfmpeg.FFMPEG), scratch),
                config,
                scratch,
                meters);
    }

    /// A job with one output, for a tenant that may have 100 at once.
    static JobSpec spec(TenantId tenant) {
        return spec(tenant, 1, 1, 100, Instant.now().plus(Duration.ofMinutes(15)));
    }

    /// One that is accepted for the tenant's own account.
    static JobSpec ownSpec(TenantId tenant) {
        return spec(tenant, 1, 1, 100, Instant.now().plus(Duration.ofMinutes(15)), true);
    }

    static JobSpec spec(TenantId tenant, int outputs, int weight, int atOnce, Instant deadline) {
        return spec(tenant, outputs, weight, atOnce, deadline, false);
    }

    private static JobSpec spec(
            TenantId tenant,
            int outputs,
            int weight,
            int atOnce,
            Instant deadline,
            boolean ownAccount) {
        return new JobSpec(
                JobId.next(),
                tenant,
                MODEL,
                Mode.TEXT,
                "a kite",
                null,
                5,
                1280,
                720,
                "720p",
                "16:9",
                false,
                null,
                null,
                null,
                outputs,
                false,
                ownAccount,
                List.of(),
                null,
                Instant.now(),
                deadline,
                weight,
                atOnce,
                null,
                null);
    }

    /// Stores a fresh job of a fresh tenant.
    JobSpec stored() {
        var spec = spec(TenantId.next());
        intake.store(List.of(spec));
        return spec;
    }

    Claim claim() {
        return claimIfAny().orElseThrow();
    }

    /// Empty where nothing waits for the upstream, or it has no room.
    Optional<Claim> claimIfAny() {
        return slots.claimFairest(UsableAccounts.at("upstream"), config.lease());
    }

    /// A job whose intent is committed, as if its bytes were about to leave.
    Execution intended() {
        stored();
        var claimed = Execution.of(claim());
        if (!executions.intend(claimed)) {
            throw new IllegalStateException("not intended");
        }
        return claimed.with(claimed.epoch(), new ExecutionState.Submitting(attempt(claimed), true));
    }

    /// A job that the provider renders.
    Execution inProgress() {
        var intended = intended();
        var task = Upstream.task(attempt(intended));
        return advance.apply(
                        intended,
                        new ExecutionEvent.Submitted(
                                new SubmitAnswer.Accepted(task, List.of()), true))
                .live()
                .orElseThrow();
    }

    static UUID attempt(Execution execution) {
        return switch (execution.state()) {
            case ExecutionState.Submitting(var attempt, _) -> attempt;
            case ExecutionState.Unknown(var attempt) -> attempt;
            case ExecutionState.InProgress(var attempt, _) -> attempt;
            case ExecutionState.Storing(var attempt, _) -> attempt;
            case ExecutionState.Queued _ -> throw new IllegalStateException("no attempt");
        };
    }

    /// Lets every lease of a claim be over.
    void endLeases() {
        jdbi.useHandle(h -> h.execute("update execution set lease_until = now() - interval '1 s'"));
    }

    /// Takes what is due, at whatever provider.
    List<Due> due() {
        return timers.claimDue(100, Set.of(upstream.name(), second.name()));
    }

    /// Lets every timer be due.
    void makeDue() {
        jdbi.useHandle(h -> h.execute("update timer set due_at = now()"));
    }

    void passDeadline(JobId job) {
        jdbi.useHandle(
                h ->
                        h.execute(
                                "update execution set deadline = now() - interval '1 s'"
                                        + " where job_id = ?",
                                job.value()));
    }

    String state(JobId job) {
        return text("select string_agg(state, ',' order by output) from execution", job, "job_id");
    }

    String status(JobId job) {
        return text("select status from job", job, "id");
    }

    /// Why the job has no clip.
    Reason reason(JobId job) {
        return Objects.requireNonNull(reports.owed(job).failure()).reason();
    }

    String attempts(JobId job) {
        return text("select string_agg(state, ',' order by epoch) from attempt", job, "job_id");
    }

    private String text(String select, JobId job, String column) {
        return jdbi.withHandle(
                h ->
                        Objects.requireNonNull(
                                h.createQuery(select + " where " + column + " = :job")
                                        .bind("job", job.value())
                                        .mapTo(String.class)
                                        .one()));
    }

    int count(String sql) {
        return jdbi.withHandle(h -> h.createQuery(sql).mapTo(Integer.class).one());
    }

    @Override
    public void close() {
        work.stop();
    }
}
