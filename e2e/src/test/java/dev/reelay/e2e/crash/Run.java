package dev.reelay.e2e.crash;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// One cluster with tenants, and all that watches it.
final class Run implements AutoCloseable {
    private static final int TENANTS = 3;
    private static final long LOOK_NANOS = 300_000_000;

    private final Cluster cluster;
    private final History history;
    private final Gateway gateway;
    private final Databases databases;
    private final Bucket bucket;
    private final Sampler sampler;
    private final List<Tenants.Tenant> tenants;
    private final Receiver receiver;

    /// Starts the cluster, and looks from now on.
    static Run start(Cluster cluster) {
        try {
            cluster.start();
            return new Run(cluster);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private Run(Cluster cluster) {
        this.cluster = cluster;
        history = new History(cluster.data().resolve("history.jsonl"));
        gateway = new Gateway(cluster.urls());
        databases = new Databases(cluster);
        bucket = new Bucket(cluster.store());
        sampler = new Sampler(databases);
        tenants = Tenants.make(gateway, cluster.adminToken(), TENANTS);
        cluster.upstreams().ifPresent(u -> u.enterAccounts(gateway, cluster.adminToken()));
        receiver = new Receiver(tenants, history, cluster.links());
    }

    Cluster cluster() {
        return cluster;
    }

    History history() {
        return history;
    }

    Databases databases() {
        return databases;
    }

    Bucket bucket() {
        return bucket;
    }

    Sampler sampler() {
        return sampler;
    }

    List<Tenants.Tenant> tenants() {
        return tenants;
    }

    Receiver receiver() {
        return receiver;
    }

    Floods floods() {
        return new Floods(gateway, cluster.adminToken());
    }

    /// Clients of all apis.
    Clients clients() {
        return clients(gateway);
    }

    Clients clients(Gateway gateway) {
        return new Clients(gateway, tenants, receiver, history);
    }

    /// Waits until nothing is on its way any more. What still is when the time is over the checker
    /// will find.
    boolean rest(Duration limit) {
        var end = System.nanoTime() + limit.toNanos();
        while (!databases.unrest().isEmpty()) {
            if (System.nanoTime() > end) {
                return false;
            }
            databases.hurrySweep();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    @Override
    public void close() {
        sampler.close();
        receiver.close();
        gateway.close();
        bucket.close();
        history.close();
        cluster.close();
    }
}
