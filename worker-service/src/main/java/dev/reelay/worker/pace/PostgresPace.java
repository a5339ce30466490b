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

/// What all workers have learned. Each adds what it saw in one statement, whatever others add
/// meanwhile.
@Singleton
class PostgresPace {
    /// What was known before counts for less with every render that is added.
    private static final String ADD =
            """
            insert into render_pace as p
                   (provider, model, resolution, seconds, times, renders, looks, told, overhead_ms)
            select g.provider, g.model, g.resolution, g.seconds, g.times::float4[], g.renders,
                   g.looks, g.told, g.overhead
              from unnest(:providers, :models, :resolutions, :seconds, :times, :renders, :looks,
                          :told, :overheads)
                as g(provider, model, resolution, seconds, times, renders, looks, told, overhead)
             order by g.provider, g.model, g.resolution, g.seconds
            on conflict (provider, model, resolution, seconds) do update
               set times = (select array_agg((old.w * power(:kept, excluded.renders) + more.w)::float4
                                             order by old.i)
                              from unnest(p.times) with ordinality old(w, i)
                                   join unnest(excluded.times) with ordinality more(w, i) using (i)),
                   renders = p.renders * power(:kept, excluded.renders) + excluded.renders,
                   looks = p.looks * power(:kept, excluded.renders) + excluded.looks,
                   told = p.told * power(:kept, excluded.renders) + excluded.told,
                   overhead_ms = p.overhead_ms * power(:kept, excluded.renders)
                     + excluded.overhead_ms,
                   updated_at = now()
            """;

    private static final String SINCE =
            """
            select provider, model, resolution, seconds, array_to_string(times, ',') as times,
                   renders, looks, told, overhead_ms
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
                        h.createUpdate(ADD)
                                .bindArray(
                                        "providers",
                                        String.class,
                                        all(each, e -> e.getKey().provider()))
                                .bindArray(
                                        "models", String.class, all(each, e -> e.getKey().model()))
                                .bindArray(
                                        "resolutions",
                                        String.class,
                                        all(each, e -> e.getKey().resolution()))
                                .bindArray(
                                        "seconds",
                                        Integer.class,
                                        all(each, e -> e.getKey().seconds()))
                                .bindArray(
                                        "times",
                                        String.class,
                                        all(each, e -> text(e.getValue().times())))
                                .bindArray(
                                        "renders",
                                        Double.class,
                                        all(each, e -> e.getValue().renders()))
                                .bindArray(
                                        "looks", Double.class, all(each, e -> e.getValue().looks()))
                                .bindArray(
                                        "told", Double.class, all(each, e -> e.getValue().told()))
                                .bindArray(
                                        "overheads",
                                        Double.class,
                                        all(each, e -> e.getValue().overheadMillis()))
                                .bind("kept", 1 - 1.0 / config.remembered())
                                .execute());
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
                RenderTimes.of(weights(row.getString("times"))),
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

    private static String text(RenderTimes times) {
        return Arrays.toString(times.weights()).replace('[', '{').replace(']', '}');
    }

    private static Object[] all(
            List<Map.Entry<ClipKind, Learned>> entries,
            Function<Map.Entry<ClipKind, Learned>, Object> part) {
        return entries.stream().map(part).toArray();
    }
}
