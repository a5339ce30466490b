package dev.reelay.worker.role;

/// The process has started and has this role: whoever works for it begins.
public sealed interface RoleStarts {
    record Render() implements RoleStarts {}

    record Webhook() implements RoleStarts {}
}
