package dev.reelay.simulation;

/// What must hold whatever is lost, doubled, late or dead.
public enum Invariant {
    J1("every accepted job is there and has ended"),
    J2("only legal moves; nothing ended changes, no version and no epoch falls"),
    J3("nothing is stuck and nothing is owed"),
    J4("a completed output has its object"),
    J5("an idempotency key stands for one job"),
    P1("one billed task for an output, and for an attempt"),
    P2("nothing is sent without an intent on record"),
    P3("nothing is sent by another id after an attempt that is not clearly over"),
    L1("no book of the account is below zero"),
    L3("the books are what the entries and the holds come to"),
    L4("a hold is resolved at most once, within itself"),
    L5("the end of a job decides its hold"),
    L6("a job is charged at most once and refunded at most once, after it was charged"),
    L8("commands that are repeated change nothing"),
    L9("granted is available, held or spent"),
    W1("every end reaches its receiver, once owed and under one id"),
    W3("nothing is told that was not so"),
    STEP("every step can be taken");

    private final String claim;

    Invariant(String claim) {
        this.claim = claim;
    }

    public String claim() {
        return claim;
    }
}
