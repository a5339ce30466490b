package dev.reelay.worker.routing;

import static java.util.stream.Collectors.groupingBy;

import dev.reelay.common.event.EventJson;
import dev.reelay.worker.cost.CostRules;
import dev.reelay.worker.provider.RouteName;
import dev.reelay.worker.routing.RouteFigures.Costs;
import dev.reelay.worker.routing.RouteFigures.Lately;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What operators want of routes, and what executions tell of them.
@Singleton
class PostgresRouting {
    private static final String PUT =
            """
            insert into model_routing (model, strategy, routes)
            values (:model, :strategy, :routes::jsonb)
            on conflict (model) do update
               set strategy = excluded.strategy, routes = excluded.routes, updated_at = now()
            """;

    /// A provider that has said that it is too busy is still served; one that refuses every account
    /// is not.
    private static final String SERVED =
            """
            select provider, bool_or(max_in_flight > 0
                     and (closed_until is null or closed_until <= now() + interval '1 min'))
                     as served
              from account_slot group by provider
            """;

    private static final String COSTS =
            "select provider, costs from provider_account"
                    + " where tenant_id is null and costs <> '{}'";

    /// Ids of attempts begin with their time, so the newest are read from their end. What a tenant
    /// asked for is no fault of the provider's: content, or what it called off.
    private static final String LATELY =
            """
            select a.provider, a.model,
                   count(*) filter (where fine or fault)::int as ended,
                   count(*) filter (where fault)::int as failed,
                   coalesce(avg(extract(epoch from a.ended_at - a.intent_at))
                              filter (where fine), 0)::float8 as seconds
              from (
                select t.provider, t.model, t.intent_at, e.ended_at,
                       e.state = 'completed' and e.attempt_id = t.id as fine,
                       t.state in ('lost', 'failed') or (e.attempt_id = t.id
                         and (e.state = 'expired' or (e.state = 'failed'
                           and e.failure ->> 'reason' in ('provider_error', 'timeout',
                                                          'provider_unavailable')))) as fault
                  from attempt t join execution e using (job_id, output)
                 where t.id > (select uuidv7(interval '-6 hours'))
                   and t.state in ('accepted', 'lost', 'failed')
                 order by t.id desc limit 2000) a
             group by a.provider, a.model
            """;

    private final Jdbi jdbi;

    PostgresRouting(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void put(String model, Routing routing) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(PUT)
                                .bind("model", model)
                                .bind("strategy", routing.strategy().name())
                                .bind("routes", EventJson.write(routing.routes()))
                                .execute());
    }

    Optional<Routing> find(String model) {
        return Optional.ofNullable(all().get(model));
    }

    /// By model.
    Map<String, Routing> all() {
        return jdbi.withHandle(
                h ->
                        h.createQuery("select model, strategy, routes from model_routing")
                                .reduceRows(
                                        new TreeMap<>(),
                                        (all, row) -> {
                                            all.put(
                                                    row.getColumn("model", String.class),
                                                    routing(
                                                            row.getColumn("strategy", String.class),
                                                            row.getColumn("routes", String.class)));
                                            return all;
                                        }));
    }

    private static Routing routing(String strategy, String routes) {
        return new Routing(
                Strategy.valueOf(strategy),
                List.of(EventJson.read(routes, Routing.Choice[].class)));
    }

    /// @param lately whether what became of attempts is wanted too; else nothing is known of it
    RouteFigures figures(boolean lately) {
        return jdbi.withHandle(
                h ->
                        new RouteFigures(
                                served(h),
                                h.createQuery(COSTS).map((row, _) -> costs(row)).stream()
                                        .collect(groupingBy(Costs::provider)),
                                lately ? lately(h) : Map.of()));
    }

    private static Map<String, Boolean> served(Handle h) {
        return h.createQuery(SERVED)
                .reduceRows(
                        new HashMap<>(),
                        (all, row) -> {
                            all.put(
                                    row.getColumn("provider", String.class),
                                    row.getColumn("served", Boolean.class));
                            return all;
                        });
    }

    private static Costs costs(ResultSet row) throws SQLException {
        return new Costs(row.getString("provider"), CostRules.stored(row.getString("costs")));
    }

    private static Map<RouteName, Lately> lately(Handle h) {
        return h.createQuery(LATELY)
                .reduceRows(
                        new HashMap<>(),
                        (all, row) -> {
                            all.put(
                                    new RouteName(
                                            row.getColumn("provider", String.class),
                                            row.getColumn("model", String.class)),
                                    new Lately(
                                            row.getColumn("ended", Integer.class),
                                            row.getColumn("failed", Integer.class),
                                            row.getColumn("seconds", Double.class)));
                            return all;
                        });
    }
}
