package dev.reelay.simulator.http;

/// A request that the vendor does not take.
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    /// @param reason why, for tests to show; never sent
    public Refused(Answer answer, String reason) {
        super(reason, null, false, false);
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}
