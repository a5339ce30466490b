package dev.reelay.simulator.rule;

/// A class of errors that every vendor has its own words for.
public enum Fault {
    /// The request is wrong.
    CALLER,
    CONTENT_POLICY,
    /// The key is not known, or not any more.
    OPERATOR,
    /// The account has no money or no package left.
    QUOTA,
    /// Too many requests.
    THROTTLE,
    /// Too many tasks side by side.
    CONCURRENCY,
    /// The vendor broke.
    SERVER,
    /// The vendor is down for a while.
    AWAY,
    /// The model was taken off.
    RETIRED
}
