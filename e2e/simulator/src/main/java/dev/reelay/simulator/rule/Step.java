package dev.reelay.simulator.rule;

/// Where in a task's way a rule works.
public enum Step {
    /// A request for a new task.
    SUBMIT,
    /// A question about tasks, batch and list queries too.
    POLL,
    /// Fetching a file. Asking for a link to one is a poll.
    DOWNLOAD,
    CANCEL,
    /// A message to the address that the task names.
    CALLBACK,
    /// How the task ends.
    OUTCOME,
    /// How long it takes, how many run side by side, and what clip it makes.
    RENDER,
    /// Any other request, such as an account's balance.
    OTHER
}
