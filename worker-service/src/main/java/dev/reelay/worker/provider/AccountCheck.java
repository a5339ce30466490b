package dev.reelay.worker.provider;

/// What a call that costs nothing said about an account.
public sealed interface AccountCheck {
    /// The upstream knows the account.
    record Usable() implements AccountCheck {}

    /// @param why for the operator
    record Refused(String why) implements AccountCheck {}

    /// It could not be asked, or has nothing that costs nothing.
    record NotKnown(String why) implements AccountCheck {}
}
