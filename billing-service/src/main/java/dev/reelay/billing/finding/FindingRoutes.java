package dev.reelay.billing.finding;

import dev.reelay.common.finding.Checkup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// `/internal/findings`: what is left undone here.
@Path("/internal/findings")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class FindingRoutes {
    private final PostgresFindings findings;

    FindingRoutes(PostgresFindings findings) {
        this.findings = findings;
    }

    @GET
    public Checkup findings() {
        return findings.checkup();
    }
}
