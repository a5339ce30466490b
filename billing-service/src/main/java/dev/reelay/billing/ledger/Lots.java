package dev.reelay.billing.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.billing.ledger.Lot.Part;
import dev.reelay.common.credit.Credits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The lots of one account of which something is left. They are used in this order: soonest expiry
/// first, those that never expire last, and the older first where that is equal.
public record Lots(List<Lot> open) {
    private static final Comparator<Lot> SOONEST_FIRST =
            Comparator.comparing(
                            Lot::expiresAt,
                            Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
                    .thenComparing(Lot::nth);

    public Lots {
        open =
                open.stream()
                        .filter(lot -> lot.remaining().micros() > 0)
                        .sorted(SOONEST_FIRST)
                        .toList();
    }

    /// Which lots pay for an amount that counted on them at that time. Lots that had expired before
    /// come last: only what was held between the expiry of a lot and its booking gets there. Throws
    /// `IllegalStateException` where all of them together have less.
    public List<Part> spend(Credits amount, Instant countedOnAt) {
        var order =
                open.stream()
                        .sorted(Comparator.comparing(lot -> lot.hadExpired(countedOnAt)))
                        .toList();
        var parts = new ArrayList<Part>();
        var due = amount;
        for (var lot : order) {
            due = due.minus(take(parts, lot, due));
        }
        if (due.micros() > 0) {
            throw new IllegalStateException("the lots of an account have less than its books");
        }
        return parts;
    }

    /// A lot that has expired.
    ///
    /// @param countedOn what is held now by holds that were made before it expired
    public record Expired(Lot lot, Credits countedOn) {}

    /// What lapses of expired lots: all that no hold counts on. A hold counts on the lot that
    /// expires first.
    ///
    /// @param available of the account; no more lapses than that
    public static List<Part> lapse(Collection<Expired> expired, Credits available) {
        var parts = new ArrayList<Part>();
        var kept = Credits.ZERO;
        var most = available;
        for (var one : inOrder(expired)) {
            var lot = one.lot();
            var keep = least(lot.remaining(), one.countedOn().minus(least(one.countedOn(), kept)));
            kept = kept.plus(keep);
            most = most.minus(take(parts, lot.less(keep), most));
        }
        return parts;
    }

    /// What lapses at a time where nothing is spent or given until then.
    public record Expiring(Credits credits, @JsonProperty("expires_at") Instant expiresAt) {}

    /// What lapses next of lots, the soonest first; what expires together is one.
    ///
    /// @param expiring with what is held now, for all that is held was made before they expire
    /// @param available of the account; no more lapses than that
    static List<Expiring> expiring(Collection<Expired> expiring, Credits available) {
        var times =
                expiring.stream()
                        .map(Expired::lot)
                        .collect(Collectors.toMap(Lot::id, Lots::expiry));
        var sums = new TreeMap<Instant, Credits>();
        for (var part : lapse(expiring, available)) {
            sums.merge(Objects.requireNonNull(times.get(part.lot())), part.amount(), Credits::plus);
        }
        return sums.entrySet().stream()
                .map(sum -> new Expiring(sum.getValue(), sum.getKey()))
                .toList();
    }

    private static Instant expiry(Lot lot) {
        return Objects.requireNonNull(lot.expiresAt());
    }

    private static List<Expired> inOrder(Collection<Expired> expired) {
        return expired.stream().sorted(Comparator.comparing(Expired::lot, SOONEST_FIRST)).toList();
    }

    /// What goes back into the lots that paid, the last of them first.
    ///
    /// @param paid in the order in which they paid; together at least the amount
    public static List<Part> giveBack(List<Part> paid, Credits amount) {
        var parts = new ArrayList<Part>();
        var due = amount;
        for (var part : paid.reversed()) {
            var back = least(part.amount(), due);
            due = due.minus(back);
            if (back.micros() > 0) {
                parts.add(new Part(part.lot(), back));
            }
        }
        return parts;
    }

    /// What is left after these were taken.
    public Lots less(List<Part> parts) {
        var taken =
                parts.stream().collect(Collectors.toMap(Part::lot, Part::amount, Credits::plus));
        return new Lots(
                open.stream()
                        .map(lot -> lot.less(taken.getOrDefault(lot.id(), Credits.ZERO)))
                        .toList());
    }

    /// Notes what this lot gives of what is due, and says how much that is.
    private static Credits take(List<Part> parts, Lot lot, Credits due) {
        var amount = least(lot.remaining(), due);
        if (amount.micros() > 0) {
            parts.add(new Part(lot.id(), amount));
        }
        return amount;
    }

    private static Credits least(Credits one, Credits other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
