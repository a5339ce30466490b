package dev.reelay.api.report;

import dev.reelay.common.event.HoldSettled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.BinaryOperator;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/// Takes what billing tells of holds into the jobs' rows. Of two about one job that which knows of
/// a refund is the later.
@Singleton
public final class ApplySettlements {
    private final PostgresReports reports;

    ApplySettlements(PostgresReports reports) {
        this.reports = reports;
    }

    @Incoming("video-settlements")
    @RunOnVirtualThread
    public void on(List<@Nullable String> records) {
        var settled = new HashMap<Whose, HoldSettled>();
        ReadMessages.read(records, HoldSettled.class, ApplySettlements::isWhole)
                .forEach(
                        settlement ->
                                settled.merge(
                                        new Whose(settlement.tenant(), settlement.job()),
                                        settlement,
                                        BinaryOperator.maxBy(
                                                Comparator.comparing(HoldSettled::refunded))));
        if (!settled.isEmpty()) {
            UntilItPasses.apply(List.copyOf(settled.values()), reports::settle);
        }
    }

    private static boolean isWhole(HoldSettled settled) {
        return settled.job() != null
                && settled.tenant() != null
                && settled.captured() != null
                && settled.released() != null;
    }
}
