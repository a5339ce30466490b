package dev.reelay.worker.provider.sandbox;

/// The sandbox does not take a submission. The reason names what is allowed and is safe to show to
/// the tenant.
final class Refusal extends Exception {
    private final String why;

    Refusal(String why) {
        super(why);
        this.why = why;
    }

    String why() {
        return why;
    }
}
