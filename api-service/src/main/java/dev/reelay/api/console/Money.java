package dev.reelay.api.console;

import dev.reelay.api.job.Job;
import dev.reelay.common.credit.Credits;
import java.util.ArrayList;

/// What became of the credits of a video, in words: held, captured, released.
final class Money {
    private Money() {}

    static String of(Job job) {
        var settled = job.settlement();
        if (settled == null) {
            var price = job.price();
            return (price == null ? Credits.ZERO : price.amount()) + " held";
        }
        var parts = new ArrayList<String>();
        if (!settled.captured().equals(Credits.ZERO)) {
            parts.add(settled.captured() + " captured");
        }
        if (!settled.released().equals(Credits.ZERO)) {
            parts.add(settled.released() + " released");
        }
        if (!settled.refunded().equals(Credits.ZERO)) {
            parts.add(settled.refunded() + " refunded");
        }
        return parts.isEmpty() ? "0 captured" : String.join(", ", parts);
    }
}
