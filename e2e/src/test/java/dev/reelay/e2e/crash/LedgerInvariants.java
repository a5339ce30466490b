package dev.reelay.e2e.crash;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What happened to the money, from the jobs' side and from the entries'.
final class LedgerInvariants {
    /// What the catalogue says of one second of the sandbox's smallest clip: 0.1 credits.
    private static final long PRICE = 100_000;

    private LedgerInvariants() {}

    static List<Invariant> all() {
        return List.of(
                new Invariant("L1", "no balance below zero", LedgerInvariants::l1),
                new Invariant("L2", "every posting balances", LedgerInvariants::l2),
                new Invariant("L3", "balances are what entries sum to", LedgerInvariants::l3),
                new Invariant("L4", "a hold is resolved once, within itself", LedgerInvariants::l4),
                new Invariant("L5", "a job's end decides its hold", LedgerInvariants::l5),
                new Invariant("L6", "a job is charged once", LedgerInvariants::l6),
                new Invariant("L7", "the price is the catalogue's", LedgerInvariants::l7),
                new Invariant("L9", "granted is available, held or spent", LedgerInvariants::l9),
                new Invariant("L10", "no entry is missing", LedgerInvariants::l10));
    }

    private static void l1(Evidence e, Invariant.Finding finding) {
        for (var account : e.rows("billing.account")) {
            finding.expect(
                    account.number("available") >= 0 && account.number("held") >= 0,
                    null,
                    "an account is overdrawn: " + account);
        }
        seen(e, "L1", finding);
    }

    private static void seen(Evidence e, String invariant, Invariant.Finding finding) {
        e.seen().stream()
                .filter(seen -> seen.invariant().equals(invariant))
                .forEach(seen -> finding.expect(false, null, seen.at() + " " + seen.what()));
    }

    private static void l2(Evidence e, Invariant.Finding finding) {
        for (var entry : e.rows("billing.entry")) {
            finding.expect(
                    entry.number("amount") > 0 && !entry.text("debit").equals(entry.text("credit")),
                    entry.has("hold_id") ? entry.id("hold_id") : null,
                    "not a posting: " + entry);
        }
    }

    private static void l3(Evidence e, Invariant.Finding finding) {
        for (var account : e.rows("billing.account")) {
            for (var column : List.of("available", "held", "spent")) {
                var sum = balance(e, account, column);
                finding.expect(
                        account.number(column) == sum,
                        null,
                        "%s is %d, its entries say %d"
                                .formatted(column, account.number(column), sum));
            }
            var held =
                    e.rows("billing.hold").stream()
                            .filter(h -> h.text("state").equals("held") && isOf(h, account))
                            .mapToLong(h -> h.number("amount"))
                            .sum();
            finding.expect(account.number("held") == held, null, "holds sum to " + held);
        }
        seen(e, "L3", finding);
    }

    private static long balance(Evidence e, Row account, String column) {
        return e.rows("billing.entry").stream()
                .filter(entry -> entry.number("account_id") == account.number("id"))
                .mapToLong(
                        entry ->
                                entry.text("credit").equals(column)
                                        ? entry.number("amount")
                                        : entry.text("debit").equals(column)
                                                ? -entry.number("amount")
                                                : 0)
                .sum();
    }

    private static boolean isOf(Row hold, Row account) {
        return hold.has("account_id") && hold.number("account_id") == account.number("id");
    }

    private static void l4(Evidence e, Invariant.Finding finding) {
        var entries = e.by("billing.entry", "hold_id");
        for (var hold : e.rows("billing.hold")) {
            var out =
                    entries.getOrDefault(hold.id("id"), List.of()).stream()
                            .filter(entry -> entry.text("debit").equals("held"))
                            .mapToLong(entry -> entry.number("amount"))
                            .sum();
            finding.expect(
                    hold.number("captured") <= hold.number("amount")
                            && out
                                    == (hold.text("state").equals("held")
                                            ? 0
                                            : hold.number("amount")),
                    hold.id("id"),
                    "%d left the hold %s".formatted(out, hold));
        }
    }

    private static void l5(Evidence e, Invariant.Finding finding) {
        var holds = e.byId("billing.hold", "id");
        var executions = e.by("worker.execution", "job_id");
        for (var job : e.rows("api.job")) {
            var id = job.id("id");
            var hold = holds.get(id);
            if (job.text("state").equals("abandoned")) {
                finding.expect(
                        hold == null || hold.text("state").equals("voided"),
                        id,
                        "an abandoned job has the hold " + hold);
                continue;
            }
            var outputs = executions.getOrDefault(id, List.of());
            var delivered =
                    outputs.stream().filter(x -> x.text("state").equals("completed")).count();
            var cost = outputs.isEmpty() ? 0 : job.number("amount") / outputs.size() * delivered;
            finding.expect(
                    hold != null
                            && hold.text("state").equals(delivered > 0 ? "captured" : "released")
                            && hold.number("captured") == cost
                            && hold.number("amount") == job.number("amount"),
                    id,
                    "%d of %d outputs were delivered; the hold is %s"
                            .formatted(delivered, outputs.size(), hold));
            finding.expect(
                    job.has("captured")
                            && job.number("captured") == cost
                            && job.number("released") == job.number("amount") - cost,
                    id,
                    "the api shows captured %s, not %d"
                            .formatted(job.columns().get("captured"), cost));
        }
        holds.keySet().removeAll(e.byId("api.job", "id").keySet());
        holds.forEach(
                (id, hold) ->
                        finding.expect(
                                !hold.text("state").equals("held"), id, "nobody's hold: " + hold));
    }

    private static void l6(Evidence e, Invariant.Finding finding) {
        e.by("billing.entry", "hold_id")
                .forEach(
                        (id, entries) -> {
                            var kinds = entries.stream().map(entry -> entry.text("kind")).toList();
                            finding.expect(
                                    kinds.size() == kinds.stream().distinct().count(),
                                    id,
                                    "posted twice: " + kinds);
                        });
    }

    private static void l7(Evidence e, Invariant.Finding finding) {
        Map<UUID, Row> jobs = e.byId("api.job", "id");
        for (var hold : e.rows("billing.hold")) {
            var job = jobs.get(hold.id("id"));
            if (hold.has("price_version") && job != null && job.has("price_version")) {
                var price = Upstreams.PRICES.getOrDefault(job.text("model"), PRICE);
                finding.expect(
                        hold.number("price_version") == job.number("price_version")
                                && hold.number("amount") == price * hold.number("outputs"),
                        hold.id("id"),
                        "the price is %s".formatted(hold));
            }
        }
    }

    private static void l9(Evidence e, Invariant.Finding finding) {
        for (var account : e.rows("billing.account")) {
            var granted =
                    e.rows("billing.credit_grant").stream()
                            .filter(g -> g.number("account_id") == account.number("id"))
                            .mapToLong(g -> g.number("amount"))
                            .sum();
            finding.expect(
                    granted
                            == account.number("available")
                                    + account.number("held")
                                    + account.number("spent"),
                    null,
                    "%d were granted to %s".formatted(granted, account));
        }
    }

    private static void l10(Evidence e, Invariant.Finding finding) {
        for (var account : e.rows("billing.account")) {
            var numbers =
                    e.rows("billing.entry").stream()
                            .filter(entry -> entry.number("account_id") == account.number("id"))
                            .mapToLong(entry -> entry.number("number"))
                            .sorted()
                            .toArray();
            finding.expect(
                    numbers.length == account.number("last_entry")
                            && (numbers.length == 0
                                    || numbers[numbers.length - 1] == numbers.length),
                    null,
                    "%d entries of %s".formatted(numbers.length, account));
        }
    }
}
