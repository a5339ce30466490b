package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.body.ReadBody;
import dev.reelay.api.key.Role;
import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.signin.Person;
import dev.reelay.api.signin.Sessions;
import dev.reelay.api.tenant.PostgresTenants;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// `/admin/v1/console/links`: links that sign one browser in at the console, as an operator or as a
/// member of a tenant, without any issuer.
@Path("/admin/v1/console/links")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorConsoleLinks {
    /// No issuer's address begins so.
    private static final String SUBJECT = "console-link ";

    private static final List<String> OPERATORS =
            Arrays.stream(Operator.Role.values()).map(Operator.Role::word).toList();
    private static final List<String> MEMBERS =
            Arrays.stream(Role.values()).map(Role::word).toList();

    private final ReadBody bodies;
    private final PostgresTenants tenants;
    private final Sessions sessions;
    private final CurrentOperator current;
    private final PublicConfig place;

    OperatorConsoleLinks(
            ReadBody bodies,
            PostgresTenants tenants,
            Sessions sessions,
            CurrentOperator current,
            PublicConfig place) {
        this.bodies = bodies;
        this.tenants = tenants;
        this.sessions = sessions;
        this.current = current;
        this.place = place;
    }

    /// @param url shown this once; it works once
    /// @param expiresAt Unix seconds
    public record LinkView(String url, long expiresAt) {
        @Override
        public String toString() {
            return "LinkView until " + expiresAt;
        }
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response make(@Context HttpHeaders headers, InputStream content) {
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("tenant_id", "role"));
            var tenant = fields.text("tenant_id");
            var ticket = sessions.link(tenant == null ? operator(fields) : member(fields, tenant));
            var url = place.base() + "/console/link?code=" + ticket.secret();
            return Response.status(201)
                    .entity(new LinkView(url, ticket.until().getEpochSecond()))
                    .build();
        }
    }

    private Person operator(Fields fields) {
        var role = role(fields, Operator.Role.OPERATOR.word(), OPERATORS);
        var name = Objects.requireNonNullElse(current.get().name(), role);
        return new Person(SUBJECT + role, name, null, Set.of(role));
    }

    /// One person for each role, so that a tenant's list of members is not full of links.
    private Person member(Fields fields, String tenant) {
        var role = role(fields, Role.VIEWER.word(), MEMBERS);
        var known =
                OperatorBody.uuid(tenant)
                        .flatMap(id -> tenants.find(new TenantId(id)))
                        .orElseThrow(() -> invalid("tenant_id", "must be the id of a tenant"));
        return new Person(
                SUBJECT + role, "console link (" + role + ")", known.id().toString(), Set.of(role));
    }

    private static String role(Fields fields, String usual, List<String> possible) {
        var role = Objects.requireNonNullElse(fields.text("role"), usual);
        if (!possible.contains(role)) {
            throw invalid("role", "must be one of " + String.join(", ", possible));
        }
        return role;
    }
}
