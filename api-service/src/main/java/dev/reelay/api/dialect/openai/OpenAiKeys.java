package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.api.body.Body;
import dev.reelay.api.body.Fields;
import dev.reelay.api.body.Fingerprint;
import dev.reelay.api.clock.UnixSeconds;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.IssueKey;
import dev.reelay.api.key.KeyCard;
import dev.reelay.api.key.KeyId;
import dev.reelay.api.key.KeyRequest;
import dev.reelay.api.key.ManageKeys;
import dev.reelay.api.key.ReadKeySettings;
import dev.reelay.api.key.Scope;
import dev.reelay.api.key.SpendLimits;
import dev.reelay.api.submission.Idempotency;
import dev.reelay.api.tenant.WorkspaceId;
import dev.reelay.common.credit.Credits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/v1/keys`: a tenant's own keys, for keys with the scope `admin`.
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiKeys {
    private static final String ROUTE = "POST /v1/keys";
    private static final Duration USUAL_OVERLAP = Duration.ofDays(1);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);
    private static final Set<Scope> USUAL_SCOPES =
            Set.of(Scope.JOBS_WRITE, Scope.JOBS_READ, Scope.BILLING_READ);

    private final ReadCall calls;
    private final ReadKeySettings settings;
    private final ManageKeys keys;

    OpenAiKeys(ReadCall calls, ReadKeySettings settings, ManageKeys keys) {
        this.calls = calls;
        this.settings = settings;
        this.keys = keys;
    }

    /// Times in Unix seconds.
    ///
    /// @param key the text, in the answer that makes it and never again
    public record Key(
            String id,
            String object,
            String name,
            String mode,
            List<String> scopes,
            @Nullable String dialect,
            @Nullable List<String> models,
            @Nullable List<String> ipAllowList,
            @Nullable Spending spendLimits,
            String workspace,
            String prefix,
            String last4,
            long createdAt,
            @Nullable Long lastUsedAt,
            @Nullable Long expiresAt,
            @Nullable Long revokedAt,
            @Nullable String replacedBy,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {
        static Key of(KeyCard card, @Nullable String text) {
            var settings = card.settings();
            var models = settings.models();
            var addresses = settings.addresses();
            return new Key(
                    KeyId.text(card.id()),
                    "api_key",
                    settings.name(),
                    settings.mode().word(),
                    settings.scopes().stream().map(Scope::word).sorted().toList(),
                    settings.dialect(),
                    models == null ? null : models.stream().sorted().toList(),
                    addresses == null ? null : addresses.stream().map(Object::toString).toList(),
                    Spending.of(settings.spending()),
                    WorkspaceId.text(settings.workspace()),
                    card.prefix(),
                    card.last4(),
                    card.createdAt().getEpochSecond(),
                    UnixSeconds.of(card.lastUsedAt()),
                    UnixSeconds.of(settings.expiresAt()),
                    UnixSeconds.of(card.revokedAt()),
                    card.replacedBy() == null ? null : KeyId.text(card.replacedBy()),
                    text);
        }

        /// Without the text.
        @Override
        public String toString() {
            return id;
        }
    }

    /// Credits as decimal strings; null is no limit.
    public record Spending(
            @Nullable String daily, @Nullable String monthly, @Nullable String total) {
        static @Nullable Spending of(SpendLimits limits) {
            return limits.isNone()
                    ? null
                    : new Spending(
                            text(limits.daily()), text(limits.monthly()), text(limits.total()));
        }

        private static @Nullable String text(@Nullable Credits limit) {
            return limit == null ? null : limit.toString();
        }
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response make(@Context HttpHeaders headers, InputStream content) {
        var caller = admin(headers);
        try (var body = calls.body(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(ReadKeySettings.MEMBERS);
            var asked = settings.read(fields, caller.mode(), usual(caller), caller.workspace());
            return made(caller, keys.make(caller, asked, request(headers, ROUTE, body)));
        }
    }

    /// What is not named is no more than the caller has.
    private static Set<Scope> usual(Caller caller) {
        return caller.scopes().stream().filter(USUAL_SCOPES::contains).collect(Collectors.toSet());
    }

    /// Null where the client promises nothing of repeats.
    private static @Nullable KeyRequest request(HttpHeaders headers, String route, Body body) {
        var key = headers.getHeaderString("Idempotency-Key");
        return key == null
                ? null
                : new KeyRequest(
                        route, Idempotency.Keyed.checked(key), Fingerprint.of(route, body));
    }

    private Response made(Caller caller, IssueKey.Issued issued) {
        var answer =
                Response.status(Response.Status.CREATED)
                        .entity(Key.of(keys.find(caller.tenant(), issued.id()), issued.text()))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store");
        return (issued.replayed() ? answer.header("Idempotency-Replayed", "true") : answer).build();
    }

    @GET
    public OpenAiPage<Key> list(
            @Context HttpHeaders headers,
            @QueryParam("workspace") @Nullable String workspace,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        var caller = admin(headers);
        var most = OpenAiPaging.count(limit);
        var found =
                keys.page(
                        caller.tenant(),
                        OpenAiPaging.workspace(workspace),
                        after == null ? null : after(after),
                        most + 1);
        return OpenAiPage.of(
                found, most, card -> KeyId.text(card.id()), card -> Key.of(card, null));
    }

    private static UUID after(String id) {
        return KeyId.parse(id).orElseThrow(() -> invalid("after", "must be the id of a key"));
    }

    @GET
    @Path("{id}")
    public Key get(@Context HttpHeaders headers, @PathParam("id") String id) {
        return Key.of(keys.find(admin(headers).tenant(), id(id)), null);
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public Key change(
            @Context HttpHeaders headers, @PathParam("id") String id, InputStream content) {
        var caller = admin(headers);
        var now = keys.find(caller.tenant(), id(id));
        try (var body = calls.body(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(ReadKeySettings.MEMBERS);
            if (fields.has("mode")) {
                throw invalid("mode", "cannot change; make another key");
            }
            if (fields.has("workspace")) {
                throw invalid("workspace", "cannot change; make another key");
            }
            keys.change(caller, now.id(), settings.change(fields, now.settings()));
        }
        return Key.of(keys.find(caller.tenant(), now.id()), null);
    }

    @POST
    @Path("{id}/rotate")
    @Consumes(MediaType.WILDCARD)
    public Response rotate(
            @Context HttpHeaders headers, @PathParam("id") String id, InputStream content) {
        var caller = admin(headers);
        var old = keys.find(caller.tenant(), id(id));
        try (var body = calls.body(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("overlap_seconds"));
            var request = request(headers, ROUTE + "/" + id + "/rotate", body);
            return made(caller, keys.rotate(caller, old, overlap(fields), request));
        }
    }

    private static Duration overlap(Fields fields) {
        var seconds = fields.whole("overlap_seconds");
        if (seconds == null) {
            return USUAL_OVERLAP;
        }
        if (seconds < 0 || seconds > LONGEST_OVERLAP.toSeconds()) {
            throw invalid("overlap_seconds", "must be 0 to " + LONGEST_OVERLAP.toSeconds());
        }
        return Duration.ofSeconds(seconds);
    }

    public record Deleted(String id, String object, boolean deleted) {}

    /// Revokes it: it stays in the list.
    @DELETE
    @Path("{id}")
    public Deleted revoke(@Context HttpHeaders headers, @PathParam("id") String id) {
        keys.revoke(admin(headers).tenant(), id(id));
        return new Deleted(id, "api_key.deleted", true);
    }

    private Caller admin(HttpHeaders headers) {
        return calls.caller(headers, Scope.ADMIN);
    }

    private static UUID id(String id) {
        return KeyId.parse(id)
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("key")));
    }
}
