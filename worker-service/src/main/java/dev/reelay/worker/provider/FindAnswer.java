package dev.reelay.worker.provider;

/// What a look for the task of an attempt found, whose submit had no answer.
public sealed interface FindAnswer {
    record Found(ProviderTask task) implements FindAnswer {}

    /// The upstream knows no such task, or does not let us ask.
    record NotThere() implements FindAnswer {}

    /// The upstream could not be asked now.
    record NoAnswer(String why) implements FindAnswer {}
}
