package dev.reelay.api;

import dev.reelay.testing.Outage;
import dev.reelay.testing.RealParts;
import org.jdbi.v3.core.Jdbi;

/// Another transaction has a tenant's account in billing, so that a hold must wait for it.
final class BusyAccount {
    private BusyAccount() {}

    static Outage of(TestTenant tenant) {
        var database = RealParts.postgres("reelay_billing");
        var billing =
                Jdbi.create(database.jdbcUrl(), database.username(), database.password()).open();
        billing.begin();
        billing.createQuery("select id from account where tenant_id = ?::uuid for update")
                .bind(0, tenant.id())
                .mapTo(Long.class)
                .list();
        return () -> {
            billing.rollback();
            billing.close();
        };
    }
}
