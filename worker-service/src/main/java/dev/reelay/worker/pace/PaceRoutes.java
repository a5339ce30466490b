package dev.reelay.worker.pace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/internal/polling`: how often renders are looked at, and how late their ends are seen.
@Path("/internal/polling")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class PaceRoutes {
    private final PostgresPace pace;

    PaceRoutes(PostgresPace pace) {
        this.pace = pace;
    }

    /// Of the renders that are remembered.
    ///
    /// @param callsPerRender looks at each, on average
    /// @param overheadMs from when the upstream says that a file was ready until that was seen;
    ///   left out where it does not say
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfProvider(
            String object,
            String provider,
            long renders,
            double callsPerRender,
            @Nullable Long overheadMs,
            List<OfKind> kinds) {}

    /// @param p10Ms a tenth of the renders take less
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfKind(
            String model,
            String resolution,
            int seconds,
            long renders,
            double callsPerRender,
            @Nullable Long overheadMs,
            long p10Ms,
            long p50Ms,
            long p90Ms) {}

    public record All(String object, List<OfProvider> data) {}

    @GET
    public All polling() {
        var byProvider =
                pace.all().entrySet().stream()
                        .filter(one -> one.getValue().renders() > 0)
                        .collect(
                                Collectors.groupingBy(
                                        one -> one.getKey().provider(),
                                        TreeMap::new,
                                        Collectors.toList()));
        return new All(
                "list",
                byProvider.entrySet().stream()
                        .map(one -> provider(one.getKey(), one.getValue()))
                        .toList());
    }

    private static OfProvider provider(String name, List<Map.Entry<ClipKind, Learned>> kinds) {
        var all = kinds.stream().map(Map.Entry::getValue).reduce(Learned.nothing(), Learned::plus);
        return new OfProvider(
                "polling",
                name,
                Math.round(all.renders()),
                calls(all),
                overhead(all),
                kinds.stream()
                        .map(one -> kind(one.getKey(), one.getValue()))
                        .sorted(
                                Comparator.comparing(OfKind::model)
                                        .thenComparing(OfKind::resolution)
                                        .thenComparing(OfKind::seconds))
                        .toList());
    }

    private static OfKind kind(ClipKind kind, Learned learned) {
        var times = learned.survey().times();
        return new OfKind(
                kind.model(),
                kind.resolution(),
                kind.seconds(),
                Math.round(learned.renders()),
                calls(learned),
                overhead(learned),
                Math.round(times.quantile(0.1)),
                Math.round(times.quantile(0.5)),
                Math.round(times.quantile(0.9)));
    }

    private static double calls(Learned learned) {
        return Math.round(100 * learned.looks() / learned.renders()) / 100.0;
    }

    private static @Nullable Long overhead(Learned learned) {
        return learned.told() == 0 ? null : Math.round(learned.overheadMillis() / learned.told());
    }
}
