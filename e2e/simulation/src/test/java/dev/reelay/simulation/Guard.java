package dev.reelay.simulation;

/// A rule of a store or of a protocol that can be taken out, to see that an invariant notices.
public enum Guard {
    /// One job for an idempotency key: the row and its key are one insert.
    KEY_STANDS_FOR_ONE_JOB,
    /// The hold is asked for under the job's own id, so that a second call finds the first one's.
    HOLD_CARRIES_THE_JOBS_ID,
    /// Compare-and-set of acceptance: only what is still being accepted is queued.
    QUEUED_ONLY_WHILE_ACCEPTING,
    /// Compare-and-set of the sweeper: only what is still being accepted is given up.
    ABANDONED_ONLY_WHILE_ACCEPTING,
    /// A refused job's row just goes only where nobody else asks for its hold.
    FORGOTTEN_ONLY_ALONE,
    /// What was given up owes its void until billing has answered.
    VOID_IS_OWED_UNTIL_ANSWERED,
    /// A job is announced until it is stored.
    ANNOUNCED_UNTIL_STORED,
    /// A job is asked for until its end is known.
    ANNOUNCED_UNTIL_ENDED,
    /// An ended job is asked for until its settlement is known.
    ANNOUNCED_UNTIL_SETTLED,
    /// A report is applied only where its version is newer.
    REPORT_IS_NEWER,
    /// The end of a job and its event are one transaction.
    EVENT_WITH_ITS_STATE,
    /// The event has one id, under which it is repeated.
    EVENT_KEEPS_ITS_ID,
    /// An event is told until the deliverer has stored it.
    EVENT_IS_TOLD_UNTIL_STORED,

    /// A job that is known is not stored again.
    JOB_IS_STORED_ONCE,
    /// Compare-and-set of the claim: the locked row is looked at again.
    CLAIMED_ONLY_WHILE_QUEUED,
    /// Only who knows the present epoch writes.
    EPOCH,
    /// Only who knows the present state writes.
    STATE,
    /// The intent is committed before the first byte leaves.
    INTENT_BEFORE_SEND,
    /// What is sent again goes by the id of the attempt.
    SENT_AGAIN_BY_THE_SAME_ID,
    /// What may have been started is never queued again.
    NOTHING_FOLLOWS_AN_UNKNOWN_ATTEMPT,
    /// What an upstream has taken is made elsewhere only after its verdict.
    MADE_ELSEWHERE_ONLY_AFTER_THE_VERDICT,
    /// A repeat that is refused does not open the way for another attempt.
    NO_TO_A_REPEAT_IS_NONE_TO_THE_FIRST,
    /// Who takes over a file has an epoch, and so an object, of its own.
    FILE_IS_TAKEN_OVER_BY_A_NEW_EPOCH,

    /// An event is stored once for an address.
    DELIVERY_IS_STORED_ONCE,
    /// A delivery that has ended stays ended.
    DELIVERY_ENDS_ONCE,
    /// A delivery that was not taken is due again.
    DELIVERY_IS_REPEATED,

    /// The debit itself looks at what is available.
    HELD_ONLY_FROM_AVAILABLE,
    /// The debit itself looks for a hold of the same id.
    HELD_ONCE,
    /// A void without a hold refuses the hold that comes after it.
    TOMBSTONE,
    /// Compare-and-set of the settlement.
    SETTLED_ONLY_WHILE_HELD,
    /// Compare-and-set of the void.
    VOIDED_ONLY_WHILE_HELD,
    /// A job has one refund, whose id follows from its own.
    REFUNDED_ONCE
}
