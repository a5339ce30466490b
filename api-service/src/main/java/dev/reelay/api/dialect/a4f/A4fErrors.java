package dev.reelay.api.dialect.a4f;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.job.Job;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// All errors as this dialect words them, and the ends of jobs that gave nothing. The published
/// pages have the code now in `type`, now in `code`; here it is in both.
final class A4fErrors {
    private static final String INVALID = "invalid_request_error";
    private static final String BEYOND = "n_exceeds_model_limit";
    private static final String DENIED = "permission_denied_error";
    private static final String LIMIT = "rate_limit_exceeded";
    private static final String PROVIDER = "provider_error";
    private static final int MEGABYTE = 1024 * 1024;

    private A4fErrors() {}

    record Body(Detail error) {
        record Detail(String message, String type, @Nullable String param, String code) {}
    }

    static Response word(GatewayError error) {
        return switch (error) {
            case GatewayError.MalformedBody(var why) -> invalid(400, null, why);
            case GatewayError.UnsupportedMediaType _ -> invalid(400, null, "send application/json");
            case GatewayError.BodyTooLarge(var limit) ->
                    invalid(413, null, "the body is larger than %d MB".formatted(limit / MEGABYTE));
            case GatewayError.MissingField(var field) ->
                    invalid(400, field, field + " is required");
            case GatewayError.InvalidField(var field, var why) ->
                    invalid(400, name(field), "%s: %s".formatted(name(field), why));
            case GatewayError.BeyondModel(var field, var why) ->
                    json(400, BEYOND, "%s: %s".formatted(name(field), why), name(field));
            case GatewayError.UnknownField(var field) -> invalid(400, field, field + " is unknown");
            case GatewayError.NotPriced(var why) -> invalid(400, "model", why);
            case GatewayError.InvalidKey _ ->
                    json(401, "invalid_api_key", "The API key is missing or invalid", null);
            case GatewayError.MissingScope(var scope) ->
                    json(403, DENIED, "This key lacks the scope " + scope, null);
            case GatewayError.ModelNotAllowed(var model, var why) ->
                    json(403, DENIED, "%s %s".formatted(model, why), null);
            case GatewayError.UnknownModel(var model) ->
                    noModel("The model %s does not exist".formatted(model));
            case GatewayError.NoProvider(var model) ->
                    noModel(
                            "The model %s has no provider on this server; test keys can use it"
                                    .formatted(model));
            case GatewayError.NotEnoughCredits(var needed, var available) ->
                    json(
                            429,
                            LIMIT,
                            "%s credits are left and this needs %s".formatted(available, needed),
                            null);
            case GatewayError.NotFound(var what) ->
                    json(404, "not_found", "There is no such " + what, null);
            case GatewayError.FilesGone _ ->
                    invalid(410, null, "The files of this video have expired");
            case GatewayError.UnknownPath(var method, var path) ->
                    json(404, "not_found", "Invalid URL (%s %s)".formatted(method, path), null);
            case GatewayError.WrongMethod(var method, _) ->
                    invalid(405, null, "Not allowed here: " + method);
            case GatewayError.TooMany(var why, _) ->
                    json(429, LIMIT, "Rate limit reached: " + why, null);
            case GatewayError.OverBudget(var why, _, _) -> json(429, LIMIT, why, null);
            case GatewayError.Suspended _ -> json(403, DENIED, "This account is suspended", null);
            case GatewayError.TooManyStreams _ ->
                    throw new IllegalStateException("no route of this dialect answers " + error);
            case GatewayError.StillAccepting _ ->
                    invalid(409, null, "A request with this Idempotency-Key is being worked on");
            case GatewayError.KeyStandsForOther _ ->
                    invalid(422, null, "This Idempotency-Key was used with another request body");
            case GatewayError.TryLater _ ->
                    json(
                            503,
                            PROVIDER,
                            "A part of the service is away; nothing was charged. Try again",
                            null);
            case GatewayError.Broken _ -> json(500, PROVIDER, "Internal server error", null);
            case GatewayError.NotReady _,
                    GatewayError.NotEnded _,
                    GatewayError.NotNow _,
                    GatewayError.RangeOutside _ ->
                    throw new IllegalStateException("no route of this dialect answers " + error);
        };
    }

    /// Why a call got no clip. A job that has not ended is one that nobody told the end of.
    static Response of(Job job) {
        var failure = job.failure();
        if (failure == null) {
            return json(500, PROVIDER, "The video was not made in time", null);
        }
        return switch (failure.reason()) {
            case CONTENT_POLICY, INVALID_INPUT -> invalid(400, null, failure.message());
            case PROVIDER_ERROR, PROVIDER_UNAVAILABLE, STORAGE_ERROR, TIMEOUT, CANCELLED ->
                    json(500, PROVIDER, failure.message(), null);
        };
    }

    /// This dialect's name for a canonical one.
    private static String name(String field) {
        return switch (field) {
            case "resolution" -> "quality";
            case "aspect_ratio" -> "ratio";
            default -> field;
        };
    }

    private static Response noModel(String message) {
        return json(404, "model_not_found", message, "model");
    }

    private static Response invalid(int status, @Nullable String param, String message) {
        return json(status, INVALID, message, param);
    }

    private static Response json(int status, String code, String message, @Nullable String param) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Body(new Body.Detail(message, code, param, code)))
                .build();
    }
}
