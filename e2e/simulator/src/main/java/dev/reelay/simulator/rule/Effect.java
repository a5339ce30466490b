package dev.reelay.simulator.rule;

/// What a rule does. Figures stand in the rule: `duration`, `status`, `fault`, `count`.
public enum Effect {
    /// Requests: waits for `duration` before anything is done.
    DELAY,
    /// Requests: does what was asked, and answers after `duration`.
    LATE,
    /// Requests: holds the connection and never answers; nothing is done.
    STALL,
    /// Requests: does what was asked and closes the connection without an answer.
    DROP,
    /// Requests: closes the connection without an answer; nothing is done.
    RESET,
    /// Requests: the vendor's answer for `fault`.
    REFUSE,
    /// Requests: too many of them; `duration`, if given, is told as the time to wait.
    THROTTLE,
    /// Requests: `status` (500 where none is given) with the vendor's body for it.
    SERVER_ERROR,
    /// The vendor as a whole: its port is closed for as long as the rule stands.
    REFUSE_CONNECTION,
    /// The vendor as a whole: `key`, or every key, is not known for as long as the rule stands.
    REVOKE,

    /// Outcome: fails for the content.
    CONTENT_POLICY,
    /// Outcome: fails for a reason of the vendor's own.
    INTERNAL,
    /// Outcome: succeeds without a file.
    NO_FILE,
    /// Outcome: `count` files (2 where none is given).
    SEVERAL_FILES,
    /// Outcome: never ends.
    STUCK,

    /// Poll: a running task looks queued again.
    BACKWARDS,
    /// Poll: a state word that no page names.
    UNKNOWN_STATE,

    /// Download: the link is dead.
    EXPIRE,
    /// Download: half the bytes, then the connection closes.
    TRUNCATE,
    /// Download: a page of HTML that says it is a video.
    SWAP,
    /// Download: `count` bytes a second (16,384 where none is given).
    SLOW,
    /// Download: leads to another host first.
    REDIRECT,

    /// Callback: the first message comes before the submit's answer.
    EARLY,
    TWICE,
    /// Callback: a message that tells of a success that is not, before the true one.
    FORGED,
    NEVER,

    /// Render: takes `duration` from acceptance to the end.
    DURATION,
    /// Render: `duration` of that is spent in the queue.
    QUEUE,
    /// Render: one cached second of 160x90, whatever was asked.
    TINY,
    /// Render: at most `count` unfinished tasks of a key and model.
    CONCURRENCY
}
