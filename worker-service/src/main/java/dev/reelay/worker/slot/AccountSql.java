package dev.reelay.worker.slot;

/// Parts of statements that say what an account takes at present: the operator's slots, fewer after
/// it was too busy, and no more submits a minute than it may have.
///
/// The slots go down by three tenths each time the upstream says that it is too busy, and up by one
/// whenever all are in use, each at most once in {@link #WINDOW}. The pace is a token bucket that
/// holds what a second brings, at least one, kept as the time up to which it is spoken for.
public final class AccountSql {
    /// Time in which what an upstream says of being too busy counts as said once.
    static final String WINDOW = "10 s";

    private AccountSql() {}

    /// Slots that an account has now.
    ///
    /// @param account the alias of `account_slot`
    public static String slots(String account) {
        return "least(%1$s.max_in_flight, %1$s.narrowed_to)".formatted(account);
    }

    /// Whether it has room for one more: a slot or, where one may be added again, the next.
    static String takesOneMore(String account) {
        return """
                %1$s.in_flight < least(%1$s.max_in_flight, %1$s.narrowed_to
                  + (greatest(%1$s.throttled_at, %1$s.widened_at)
                     <= now() - interval '%2$s')::int)
                and (%1$s.closed_until is null or %1$s.closed_until <= now())
                and (%1$s.submits_per_minute is null
                     or %1$s.paced_until <= now() + greatest(
                          interval '1 s' - interval '1 min' / %1$s.submits_per_minute,
                          interval '0 s'))
                """
                .formatted(account, WINDOW);
    }

    /// Changes an account's row as one more is claimed for it.
    static String take(String account) {
        return """
                in_flight = %1$s.in_flight + 1,
                widened_at = case when %1$s.in_flight >= %1$s.narrowed_to
                                  then now() else %1$s.widened_at end,
                narrowed_to = case when greatest(%1$s.in_flight + 1, %1$s.narrowed_to)
                                        < %1$s.max_in_flight
                                   then %1$s.narrowed_to
                                        + (%1$s.in_flight >= %1$s.narrowed_to)::int end,
                paced_until = case when %1$s.submits_per_minute is null then %1$s.paced_until
                                   else greatest(%1$s.paced_until, now())
                                        + interval '1 min' / %1$s.submits_per_minute end
                """
                .formatted(account);
    }
}
