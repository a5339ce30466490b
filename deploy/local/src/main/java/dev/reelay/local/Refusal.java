package dev.reelay.local;

/// It cannot be done, and the message says why and what to type instead.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
