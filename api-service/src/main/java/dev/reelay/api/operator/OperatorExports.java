package dev.reelay.api.operator;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.export.Export;
import dev.reelay.api.export.ExportLinks;
import dev.reelay.api.export.PostgresExports;
import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.tenant.PostgresTenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/tenants/{tenant}/export`: all that there is of a tenant, as a file.
@Path("/admin/v1/tenants/{tenant}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorExports {
    private final PostgresTenants tenants;
    private final PostgresExports exports;
    private final ExportLinks links;
    private final PublicConfig config;

    OperatorExports(
            PostgresTenants tenants,
            PostgresExports exports,
            ExportLinks links,
            PublicConfig config) {
        this.tenants = tenants;
        this.exports = exports;
        this.links = links;
        this.config = config;
    }

    /// @param state `making` or `made`
    /// @param url of the file, for an hour; each look gives another
    public record ExportView(
            String id,
            String tenant,
            String state,
            long createdAt,
            @Nullable Long madeAt,
            @Nullable Long bytes,
            @Nullable Long expiresAt,
            @Nullable String url) {}

    /// Asks for one; while one is being made, that is the answer.
    @POST
    @Path("export")
    public Response ask(@PathParam("tenant") String tenantId) {
        var tenant = OperatorBody.existing(tenants, tenantId);
        return Response.accepted(view(exports.ask(tenant))).build();
    }

    @GET
    @Path("exports/{export}")
    public ExportView get(
            @PathParam("tenant") String tenantId, @PathParam("export") String exportId) {
        return exports.find(OperatorBody.tenant(tenantId), OperatorBody.uuid(exportId, "export"))
                .map(this::view)
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("export")));
    }

    private ExportView view(Export export) {
        var file = export.file();
        return new ExportView(
                export.id().toString(),
                export.tenant().toString(),
                file == null ? "making" : "made",
                export.askedAt().getEpochSecond(),
                file == null ? null : file.at().getEpochSecond(),
                file == null ? null : file.bytes(),
                file == null ? null : file.expiresAt().getEpochSecond(),
                file == null ? null : config.base() + links.path(export));
    }
}
