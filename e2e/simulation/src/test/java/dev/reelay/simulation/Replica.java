package dev.reelay.simulation;

import java.util.Locale;

/// A replica of a service. A crash takes what it has in hand, never what is in its store.
public enum Replica {
    API_1,
    API_2,
    WORKER_1,
    WORKER_2,
    BILLING_1,
    BILLING_2;

    private static final Replica[] ALL = values();

    static Replica nth(int any) {
        return ALL[Math.floorMod(any, ALL.length)];
    }

    /// One of the two replicas of a service, by any number.
    public static Replica api(int any) {
        return (any & 1) == 0 ? API_1 : API_2;
    }

    public static Replica worker(int any) {
        return (any & 1) == 0 ? WORKER_1 : WORKER_2;
    }

    public static Replica billing(int any) {
        return (any & 1) == 0 ? BILLING_1 : BILLING_2;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
