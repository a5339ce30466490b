package dev.reelay.billing.model;

import dev.reelay.billing.ledger.Lot;
import dev.reelay.billing.ledger.Lot.Part;
import dev.reelay.billing.ledger.Lots;
import dev.reelay.billing.ledger.Lots.Expired;
import dev.reelay.billing.model.Command.Adjust;
import dev.reelay.billing.model.Command.Approve;
import dev.reelay.billing.model.Command.Ask;
import dev.reelay.billing.model.Command.Expire;
import dev.reelay.billing.model.Command.Give;
import dev.reelay.billing.model.Command.GiveUp;
import dev.reelay.billing.model.Command.Place;
import dev.reelay.billing.model.Command.Refund;
import dev.reelay.billing.model.Command.Reject;
import dev.reelay.billing.model.Command.Settle;
import dev.reelay.billing.model.Command.Sweep;
import dev.reelay.common.credit.Credits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one account should be after commands, without a database. Whole credits. Which lots pay is
/// decided by the ledger's own rules.
final class Model {
    /// When promotional grants expire, unless their time comes before.
    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    enum Book {
        GRANTED,
        AVAILABLE,
        HELD,
        SPENT,
        EXPIRED,
        WITHDRAWN
    }

    enum State {
        HELD,
        CAPTURED,
        RELEASED,
        VOIDED
    }

    /// @param about what it is about, e.g. `job 3`
    record Entry(String kind, Book from, Book to, long credits, String about, List<Part> parts) {}

    /// @param clips also what it holds
    record Hold(State state, int clips, long captured, Instant at, List<Part> paid) {}

    enum Verdict {
        PENDING,
        BOOKED,
        REJECTED
    }

    /// An adjustment for which another operator was needed.
    record Asked(Verdict verdict, int credits) {}

    private final long[] books = new long[Book.values().length];
    final Map<Integer, Hold> holds = new LinkedHashMap<>();
    final Map<Integer, Asked> asked = new LinkedHashMap<>();
    final Map<UUID, Lot> lots = new LinkedHashMap<>();
    final List<Entry> entries = new ArrayList<>();

    private final Set<Guard> without;
    private long ticks;

    Model(Set<Guard> without) {
        this.without = without;
    }

    long book(Book book) {
        return books[book.ordinal()];
    }

    private Lot lot(UUID id) {
        return Objects.requireNonNull(lots.get(id));
    }

    private boolean obeys(Guard guard, boolean rule) {
        return without.contains(guard) || rule;
    }

    static Instant expiry(int grant) {
        return FAR.plusSeconds(grant);
    }

    static UUID grantLot(int grant) {
        return new UUID(1, grant);
    }

    static UUID adjustmentLot(int adjustment) {
        return new UUID(2, adjustment);
    }

    static UUID requestLot(int request) {
        return new UUID(3, request);
    }

    void apply(Command command) {
        ticks++;
        switch (command) {
            case Give give -> give(give);
            case Expire(var grant) -> expire(grantLot(grant));
            case Sweep _ -> sweep();
            case Place place -> place(place);
            case Settle settle -> settle(settle);
            case GiveUp(var job) -> giveUp(job);
            case Refund refund -> refund(refund);
            case Adjust(var adjustment, var credits) ->
                    adjust("adjustment " + adjustment, adjustmentLot(adjustment), credits);
            case Ask(var request, var credits) ->
                    asked.putIfAbsent(request, new Asked(Verdict.PENDING, credits));
            case Approve(var request) -> approve(request);
            case Reject(var request) -> reject(request);
        }
    }

    private Instant now() {
        return Instant.ofEpochSecond(ticks);
    }

    private void give(Give give) {
        var lot = grantLot(give.grant());
        if (obeys(Guard.GIVEN_ONCE, !lots.containsKey(lot))) {
            add(lot, give.promotional() ? expiry(give.grant()) : null);
            fill("grant", Book.GRANTED, "grant " + give.grant(), part(lot, give.credits()));
        }
    }

    private void add(UUID id, @Nullable Instant expiresAt) {
        var standing = lots.get(id);
        var left = standing == null ? Credits.ZERO : standing.remaining();
        lots.put(id, new Lot(id, lots.size(), expiresAt, left));
    }

    private void expire(UUID id) {
        var lot = lots.get(id);
        if (lot != null && lot.expiresAt() != null && !hasExpired(lot)) {
            lots.put(id, new Lot(id, lot.nth(), now(), lot.remaining()));
        }
    }

    private boolean hasExpired(Lot lot) {
        var expiresAt = lot.expiresAt();
        return expiresAt != null && !expiresAt.isAfter(now());
    }

    private void sweep() {
        var expired =
                lots.values().stream()
                        .filter(this::hasExpired)
                        .map(lot -> new Expired(lot, countedOn(lot)))
                        .toList();
        var most =
                without.contains(Guard.LAPSES_ONLY_FROM_AVAILABLE)
                        ? credits(1_000_000)
                        : credits(book(Book.AVAILABLE));
        for (var part : Lots.lapse(expired, most)) {
            use("expire", Book.AVAILABLE, Book.EXPIRED, "lot " + part.lot(), List.of(part));
        }
    }

    private Credits countedOn(Lot lot) {
        return without.contains(Guard.LAPSES_ONLY_FROM_AVAILABLE)
                ? Credits.ZERO
                : credits(
                        holds.values().stream()
                                .filter(h -> h.state() == State.HELD)
                                .filter(
                                        h ->
                                                h.at().isBefore(
                                                                Objects.requireNonNull(
                                                                        lot.expiresAt())))
                                .mapToLong(Hold::clips)
                                .sum());
    }

    private void place(Place place) {
        var standing = Optional.ofNullable(holds.get(place.job()));
        var isFree =
                standing.isEmpty()
                        || standing.get().state() == State.VOIDED
                                && without.contains(Guard.TOMBSTONE)
                        || without.contains(Guard.HELD_ONCE);
        var enough = book(Book.AVAILABLE) >= place.clips();
        if (isFree && obeys(Guard.HELD_ONLY_FROM_AVAILABLE, enough)) {
            holds.put(place.job(), new Hold(State.HELD, place.clips(), 0, now(), List.of()));
            move("hold", Book.AVAILABLE, Book.HELD, place.clips(), place.job());
        }
    }

    private void settle(Settle settle) {
        var hold = holds.get(settle.job());
        if (hold == null
                || hold.state() == State.VOIDED
                || !obeys(Guard.SETTLED_ONLY_WHILE_HELD, hold.state() == State.HELD)) {
            return;
        }
        var captured =
                without.contains(Guard.CAPTURED_AT_MOST_THE_HOLD)
                        ? settle.delivered()
                        : Math.min(settle.delivered(), hold.clips());
        var state = captured > 0 ? State.CAPTURED : State.RELEASED;
        var paid = new Lots(List.copyOf(lots.values())).spend(credits(captured), hold.at());
        holds.put(settle.job(), new Hold(state, hold.clips(), captured, hold.at(), paid));
        use("capture", Book.HELD, Book.SPENT, "job " + settle.job(), paid);
        move("release", Book.HELD, Book.AVAILABLE, hold.clips() - captured, settle.job());
    }

    private void giveUp(int job) {
        var hold = holds.get(job);
        if (hold == null) {
            holds.put(job, new Hold(State.VOIDED, 0, 0, now(), List.of()));
        } else if (obeys(Guard.VOIDED_ONLY_WHILE_HELD, hold.state() == State.HELD)) {
            holds.put(
                    job,
                    new Hold(State.VOIDED, hold.clips(), hold.captured(), hold.at(), List.of()));
            move("void", Book.HELD, Book.AVAILABLE, hold.clips(), job);
        }
    }

    private void refund(Refund refund) {
        var hold = holds.get(refund.job());
        if (hold == null || hold.captured() == 0 || hold.state() != State.CAPTURED) {
            return;
        }
        var about = "job " + refund.job();
        var before =
                entries.stream()
                        .anyMatch(e -> e.kind().equals("refund") && e.about().equals(about));
        var credits = refund.credits() == 0 ? hold.captured() : refund.credits();
        if (obeys(Guard.REFUNDED_ONCE, !before)
                && obeys(Guard.REFUNDED_AT_MOST_THE_CHARGE, credits <= hold.captured())) {
            var back =
                    credits > hold.captured()
                            ? List.of(part(hold.paid().getLast().lot(), credits))
                            : Lots.giveBack(hold.paid(), credits(credits));
            back.forEach(part -> fill("refund", Book.SPENT, about, part));
        }
    }

    /// Says whether it was booked.
    private boolean adjust(String about, UUID lot, int credits) {
        if (!obeys(Guard.ADJUSTED_ONCE, entries.stream().noneMatch(e -> e.about().equals(about)))) {
            return false;
        }
        if (credits > 0) {
            add(lot, null);
            fill("adjustment", Book.GRANTED, about, part(lot, credits));
            return true;
        }
        if (!obeys(Guard.WITHDRAWN_ONLY_FROM_AVAILABLE, book(Book.AVAILABLE) >= -credits)) {
            return false;
        }
        var parts = new Lots(List.copyOf(lots.values())).spend(credits(-credits), now());
        use("adjustment", Book.AVAILABLE, Book.WITHDRAWN, about, parts);
        return true;
    }

    private void approve(int request) {
        var standing = asked.get(request);
        if (standing != null
                && (standing.verdict() == Verdict.PENDING
                        || without.contains(Guard.REJECTED_IS_NEVER_BOOKED))
                && adjust("request " + request, requestLot(request), standing.credits())
                && standing.verdict() == Verdict.PENDING) {
            asked.put(request, new Asked(Verdict.BOOKED, standing.credits()));
        }
    }

    private void reject(int request) {
        var standing = asked.get(request);
        if (standing != null && obeys(Guard.DECIDED_ONCE, standing.verdict() == Verdict.PENDING)) {
            asked.put(request, new Asked(Verdict.REJECTED, standing.credits()));
        }
    }

    private static Credits credits(long whole) {
        return new Credits(whole * 1_000_000);
    }

    private static long whole(Credits credits) {
        return credits.micros() / 1_000_000;
    }

    private static Part part(UUID lot, long whole) {
        return new Part(lot, credits(whole));
    }

    private void move(String kind, Book from, Book to, long whole, int job) {
        if (whole != 0) {
            post(new Entry(kind, from, to, whole, "job " + job, List.of()));
        }
    }

    private void fill(String kind, Book from, String about, Part part) {
        var lot = lot(part.lot());
        lots.put(
                lot.id(),
                new Lot(lot.id(), lot.nth(), lot.expiresAt(), lot.remaining().plus(part.amount())));
        post(new Entry(kind, from, Book.AVAILABLE, whole(part.amount()), about, List.of(part)));
    }

    private void use(String kind, Book from, Book to, String about, List<Part> parts) {
        var sum = 0L;
        for (var part : parts) {
            var lot = lot(part.lot());
            var left = lot.remaining().minus(part.amount());
            lots.put(lot.id(), new Lot(lot.id(), lot.nth(), lot.expiresAt(), left));
            sum += whole(part.amount());
        }
        if (sum != 0) {
            post(new Entry(kind, from, to, sum, about, parts));
        }
    }

    private void post(Entry entry) {
        entries.add(entry);
        // Granted counts what ever came in, so it rises where credits leave it.
        books[entry.from().ordinal()] +=
                entry.from() == Book.GRANTED ? entry.credits() : -entry.credits();
        books[entry.to().ordinal()] += entry.credits();
    }

    /// The books, to be compared with another account's.
    @Override
    public String toString() {
        return Arrays.toString(books);
    }
}
