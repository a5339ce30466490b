package dev.reelay.worker.egress;

/// What came of fetching a file.
public sealed interface FetchAnswer {
    /// The whole file is on disk.
    record Fetched(long bytes) implements FetchAnswer {}

    /// The answer was no file.
    record Refused(int status) implements FetchAnswer {}

    /// It led from one address to the next for too long.
    record TooManyRedirects() implements FetchAnswer {}

    record TooLarge() implements FetchAnswer {}

    /// Nobody answered, in time or at all, or the file broke off.
    ///
    /// @param why a word for the tenant, without anything of the inner network
    record NoAnswer(String why) implements FetchAnswer {}

    /// The address, or one that it leads to, may not be called.
    record NotAllowed(String why) implements FetchAnswer {}
}
