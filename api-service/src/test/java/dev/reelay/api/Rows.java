package dev.reelay.api;

import dev.reelay.api.store.ObjectStore;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// What a tenant has left behind, anywhere.
record Rows(int jobs, int keys, int uploads, int objects, String held) {
    static final Rows NONE = new Rows(0, 0, 0, 0, "0");

    static Rows of(Jdbi jdbi, ObjectStore store, TestTenant tenant) {
        return new Rows(
                count(jdbi, "job", tenant),
                count(jdbi, "idempotency", tenant),
                count(jdbi, "upload", tenant),
                store.list("inputs/" + tenant.id()).size()
                        + store.list("uploads/" + tenant.id()).size(),
                tenant.held());
    }

    private static int count(Jdbi jdbi, String table, TestTenant tenant) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery("select count(*) from <table> where tenant_id = :tenant")
                                .define("table", table)
                                .bind("tenant", UUID.fromString(tenant.id()))
                                .mapTo(Integer.class)
                                .one());
    }
}
