package dev.reelay.worker.pace;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/// What all workers have learned. Each adds what it saw in one statement, whatever others add
/// meanwhile.
@Singleton
class PostgresPace {
    /// What was known before counts for less with every render that is added, but where many end at
    /// once, for not less than by the time that has passed: these are all of about one age.
    private static final String ADD =
            """
            insert into render_pace as p
                   (provider, model, resolution, seconds, times, passed, renders, looks, told,
                    overhead_ms)
            select g.provider, g.model, g.resolution, g.seconds, g.times::float4[],
                   g.passed::float4[], g.renders, g.looks, g.told, g.overhead
              from unnest(:providers, :models, :resolutions, :seconds, :times, :passed, :renders,
                          :looks, :told, :overheads)
                as g(provider, model, resolution, seconds, times, passed, renders, looks, told,
                     overhead)
             order by g.provider, g.model, g.resolution, g.seconds
            on conflict (provider, model, resolution, seconds) do update
               set (times, passed, renders, looks, told, overhead_ms) = (
                     select (select array_agg((old.w * kept + more.w)::float4 order by old.i)
                               from unnest(p.times) with ordinality old(w, i)
                                    join unnest(excluded.times) with ordinality more(w, i) using (i)),
                            (select array_agg((old.w * kept + more.w)::float4 order by old.i)
                               from unnest(p.passed) with ordinality old(w, i)
                                    join unnest(excluded.passed) with ordinality more(w, i) using (i)),
                            p.renders * kept + excluded.renders,
                            p.looks * kept + excluded.looks,
                            p.told * kept + excluded.told,
                            p.overhead_ms * kept + excluded.overhead_ms
                       from (select greatest(
                                      power(:kept, excluded.renders),
                                      exp(-extract(epoch from now() - p.updated_at) * 1000
                                            / :remembers)::float8) as kept) k),
                   updated_at = now()
            """;

    private static final String PLAN =
            """
            insert into render_plan (provider, model, resolution, seconds, looks_ms, calls)
            select g.provider, g.model, g.resolution, g.seconds, g.looks::int[], g.calls
              from unnest(:providers, :models, :resolutions, :seconds, :looks, :calls)
                as g(provider, model, resolution, seconds, looks, calls)
             order by g.provider, g.model, g.resolution, g.seconds
            on conflict (provider, model, resolution, seconds) do update
               set looks_ms = excluded.looks_ms, calls = excluded.calls
            """;

    private static final String SINCE =
            """
            select provider, model, resolution, seconds, array_to_string(times, ',') as times,
                   array_to_string(passed, ',') as passed, renders, looks, told, overhead_ms
              from render_pace where updated_at >= now() - :within * interval '1 ms'
             order by provider, model, resolution, seconds
            """;

    private static final Duration EVER = Duration.ofDays(36_500);

    private final Jdbi jdbi;
    private final PaceConfig config;

    PostgresPace(Jdbi jdbi, PaceConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    void add(Map<ClipKind, Learned> seen) {
        var each = List.copyOf(seen.entrySet());
        jdbi.useHandle(
                h ->
                        kinds(h.createUpdate(ADD), each)
                                .bindArray("times", String.class, all(each, PostgresPace::ended))
                                .bindArray("passed", String.class, all(each, PostgresPace::passed))
                                .bindArray("renders", Double.class, all(each, Learned::renders))
                                .bindArray("looks", Double.class, all(each, Learned::looks))
                                .bindArray("told", Double.class, all(each, Learned::told))
                                .bindArray(
                                        "overheads",
                                        Double.class,
                                        all(each, Learned::overheadMillis))
                                .bind("kept", 1 - 1.0 / config.remembered())
                                .bind("remembers", config.remembersFor().toMillis())
                                .execute());
    }

    /// Sets by which plans all workers look at renders from now on.
    void plan(Map<ClipKind, LookPlan> plans) {
        var each = List.copyOf(plans.entrySet());
        jdbi.useHandle(
                h ->
                        kinds(h.createUpdate(PLAN), each)
                                .bindArray("looks", String.class, all(each, PostgresPace::looks))
                                .bindArray("calls", Double.class, all(each, LookPlan::calls))
                                .execute());
    }

    private static <T> Update kinds(Update update, List<Map.Entry<ClipKind, T>> each) {
        return update.bindArray("providers", String.class, of(each, ClipKind::provider))
                .bindArray("models", String.class, of(each, ClipKind::model))
                .bindArray("resolutions", String.class, of(each, ClipKind::resolution))
                .bindArray("seconds", Integer.class, of(each, ClipKind::seconds));
    }

    Map<ClipKind, Learned> all() {
        return changed(EVER);
    }

    /// What has changed within a while.
    Map<ClipKind, Learned> changed(Duration within) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(SINCE)
                                .bind("within", within.toMillis())
                                .map((row, _) -> Map.entry(kind(row), learned(row)))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static ClipKind kind(ResultSet row) throws SQLException {
        return new ClipKind(
                row.getString("provider"),
                row.getString("model"),
                row.getString("resolution"),
                row.getInt("seconds"));
    }

    private static Learned learned(ResultSet row) throws SQLException {
        return new Learned(
                Survey.of(weights(row.getString("times")), weights(row.getString("passed"))),
                row.getDouble("renders"),
                row.getDouble("looks"),
                row.getDouble("told"),
                row.getDouble("overhead_ms"));
    }

    private static float[] weights(String times) {
        var each = times.split(",", -1);
        var weights = new float[each.length];
        for (var i = 0; i < each.length; i++) {
            weights[i] = Float.parseFloat(each[i]);
        }
        return weights;
    }

    private static String ended(Learned learned) {
        return text(Arrays.toString(learned.survey().allEnded()));
    }

    private static String passed(Learned learned) {
        return text(Arrays.toString(learned.survey().allPassed()));
    }

    private static String looks(LookPlan plan) {
        return text(Arrays.toString(plan.millis()));
    }

    private static String text(String array) {
        return array.replace('[', '{').replace(']', '}');
    }

    private static <T> Object[] of(
            List<Map.Entry<ClipKind, T>> entries, Function<ClipKind, Object> part) {
        return entries.stream().map(Map.Entry::getKey).map(part).toArray();
    }

    private static <T> Object[] all(
            List<Map.Entry<ClipKind, T>> entries, Function<T, Object> part) {
        return entries.stream().map(Map.Entry::getValue).map(part).toArray();
    }
}
