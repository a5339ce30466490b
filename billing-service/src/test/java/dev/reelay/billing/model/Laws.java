package dev.reelay.billing.model;

import dev.reelay.billing.model.Model.Book;
import dev.reelay.billing.model.Model.Entry;
import dev.reelay.billing.model.Model.State;
import dev.reelay.billing.model.Model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// L1 to L10 of a model.
final class Laws {
    private Laws() {}

    /// The laws that are broken.
    static List<String> broken(Model model) {
        var broken = new ArrayList<String>();
        check(broken, "L1", l1(model));
        check(broken, "L2", l2(model));
        check(broken, "L3", l3(model));
        check(broken, "L4", l4(model));
        check(broken, "L5", l5(model));
        check(broken, "L6", l6(model));
        check(broken, "L9", l9(model));
        return broken;
    }

    private static void check(List<String> broken, String law, boolean holds) {
        if (!holds) {
            broken.add(law);
        }
    }

    private static boolean l1(Model model) {
        return Stream.of(Book.values()).allMatch(book -> model.book(book) >= 0);
    }

    private static boolean l2(Model model) {
        return model.entries.stream().allMatch(e -> e.credits() > 0 && e.from() != e.to());
    }

    private static boolean l3(Model model) {
        for (var book : Book.values()) {
            var in = sum(model.entries.stream().filter(e -> e.to() == book));
            var out = sum(model.entries.stream().filter(e -> e.from() == book));
            if (model.book(book) != (book == Book.GRANTED ? out : in - out)) {
                return false;
            }
        }
        var holding =
                model.holds.values().stream()
                        .filter(hold -> hold.state() == State.HELD)
                        .mapToLong(Model.Hold::clips)
                        .sum();
        return model.book(Book.HELD) == holding;
    }

    private static boolean l4(Model model) {
        return model.holds.entrySet().stream()
                .allMatch(
                        hold ->
                                hold.getValue().captured() <= hold.getValue().clips()
                                        && count(model, hold.getKey(), "release", "void") <= 1);
    }

    private static boolean l5(Model model) {
        return model.holds.entrySet().stream()
                .allMatch(
                        hold -> {
                            var job = hold.getKey();
                            var captured = hold.getValue().captured();
                            var clips = hold.getValue().clips();
                            var settled =
                                    switch (hold.getValue().state()) {
                                        case CAPTURED, RELEASED -> clips - captured;
                                        case HELD, VOIDED -> 0;
                                    };
                            var voided = hold.getValue().state() == State.VOIDED ? clips : 0;
                            return sum(of(model, job, "hold")) == clips
                                    && sum(of(model, job, "capture")) == captured
                                    && sum(of(model, job, "release")) == settled
                                    && sum(of(model, job, "void")) == voided;
                        });
    }

    private static boolean l6(Model model) {
        return model.holds.keySet().stream()
                .allMatch(
                        job ->
                                count(model, job, "capture") <= 1
                                        && sum(of(model, job, "refund"))
                                                <= sum(of(model, job, "capture")));
    }

    private static boolean l9(Model model) {
        var left = model.lots.values().stream().mapToLong(l -> l.remaining().micros()).sum();
        var usable = model.book(Book.AVAILABLE) + model.book(Book.HELD);
        return model.book(Book.GRANTED)
                                - model.book(Book.SPENT)
                                - model.book(Book.EXPIRED)
                                - model.book(Book.WITHDRAWN)
                        == usable
                && left == usable * 1_000_000
                && model.asked.entrySet().stream()
                        .allMatch(
                                asked ->
                                        isBooked(model, asked.getKey())
                                                == (asked.getValue().verdict() == Verdict.BOOKED));
    }

    private static boolean isBooked(Model model, int request) {
        return model.entries.stream().anyMatch(e -> e.about().equals("request " + request));
    }

    private static long sum(Stream<Entry> entries) {
        return entries.mapToLong(Entry::credits).sum();
    }

    private static Stream<Entry> of(Model model, int job, String kind) {
        Predicate<Entry> isOf = e -> e.about().equals("job " + job) && e.kind().equals(kind);
        return model.entries.stream().filter(isOf);
    }

    private static long count(Model model, int job, String... kinds) {
        return Stream.of(kinds).mapToLong(kind -> of(model, job, kind).count()).sum();
    }
}
