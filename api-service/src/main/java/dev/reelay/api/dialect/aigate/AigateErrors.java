package dev.reelay.api.dialect.aigate;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.job.Job;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// All errors as this dialect words them, and the ends of jobs that gave nothing.
final class AigateErrors {
    private static final String INVALID = "invalid_request_error";
    private static final String PERMISSION = "permission_error";
    private static final String RATE = "rate_limit_error";
    private static final String QUOTA = "insufficient_quota";
    private static final String SERVER = "api_error";
    private static final int MEGABYTE = 1024 * 1024;

    private AigateErrors() {}

    record Body(Detail error) {
        /// @param status repeats the HTTP status
        record Detail(
                String message, String type, @Nullable String param, String code, int status) {}
    }

    static Response word(GatewayError error) {
        return switch (error) {
            case GatewayError.MalformedBody(var why) -> invalid(null, why);
            case GatewayError.UnsupportedMediaType _ -> invalid(null, "send application/json");
            case GatewayError.BodyTooLarge(var limit) ->
                    http(413, "the body is larger than %d MB".formatted(limit / MEGABYTE));
            case GatewayError.MissingField(var field) -> invalid(field, field + " is required");
            case GatewayError.InvalidField(var field, var why) -> wrong(name(field), why);
            case GatewayError.BeyondModel(var field, var why) -> wrong(name(field), why);
            case GatewayError.UnknownField(var field) -> invalid(field, field + " is unknown");
            case GatewayError.NotPriced(var why) -> invalid("model", why);
            case GatewayError.InvalidKey _ ->
                    json(401, "http_401", "Invalid API key", "authentication_error", null);
            case GatewayError.MissingScope(var scope) ->
                    json(403, PERMISSION, "This key lacks the scope " + scope, PERMISSION, null);
            case GatewayError.ModelNotAllowed(var model, var why) ->
                    json(403, PERMISSION, "model %s %s".formatted(model, why), PERMISSION, "model");
            case GatewayError.UnknownModel(var model) ->
                    missing("The model %s does not exist".formatted(model), "model");
            case GatewayError.NoProvider(var model) ->
                    json(
                            503,
                            "model_not_found",
                            "No available channel for model %s; test keys can use it on the sandbox"
                                    .formatted(model),
                            SERVER,
                            "model");
            case GatewayError.NotFound _ -> missing("There is no such video", null);
            case GatewayError.NotReady _ -> missing("The video is not there yet", null);
            case GatewayError.FilesGone _ -> http(410, "Video link expired");
            case GatewayError.UnknownPath(var method, var path) ->
                    missing("Invalid URL (%s %s)".formatted(method, path), null);
            case GatewayError.WrongMethod(var method, _) ->
                    http(405, "Not allowed here: " + method);
            case GatewayError.NotEnoughCredits(var needed, var available) ->
                    json(
                            429,
                            QUOTA,
                            "%s credits are left and this needs %s".formatted(available, needed),
                            QUOTA,
                            null);
            case GatewayError.TooMany(var why, _) ->
                    json(429, RATE, "Too many requests: " + why, RATE, null);
            case GatewayError.OverBudget(var why, _, _) -> json(429, QUOTA, why, QUOTA, null);
            case GatewayError.Suspended _ ->
                    json(403, PERMISSION, "This account is suspended", PERMISSION, null);
            case GatewayError.TooManyStreams _ ->
                    throw new IllegalStateException("no route of this dialect answers " + error);
            case GatewayError.StillAccepting _ ->
                    http(409, "A request with this Idempotency-Key is being worked on");
            case GatewayError.KeyStandsForOther _ ->
                    http(422, "This Idempotency-Key was used with another request body");
            case GatewayError.RangeOutside(var size) ->
                    http(416, "The file has %d bytes".formatted(size));
            case GatewayError.TryLater _ ->
                    server(503, "A part of the service is away; nothing was charged. Try again");
            case GatewayError.Broken _ -> server(500, "Internal server error");
            case GatewayError.NotEnded _, GatewayError.NotNow _ ->
                    throw new IllegalStateException("no route of this dialect answers " + error);
        };
    }

    /// Why a call got no clip. A job that has not ended is one that nobody told the end of.
    static Response of(Job job) {
        var failure = job.failure();
        if (failure == null) {
            return server(503, "The video was not made in time");
        }
        return switch (failure.reason()) {
            case CONTENT_POLICY, INVALID_INPUT -> invalid(null, failure.message());
            case PROVIDER_ERROR -> server(502, failure.message());
            case STORAGE_ERROR -> server(500, failure.message());
            case PROVIDER_UNAVAILABLE, TIMEOUT, CANCELLED -> server(503, failure.message());
        };
    }

    /// This dialect's name for a canonical one.
    private static String name(String field) {
        return switch (field) {
            case "size" -> "resolution";
            case "first_frame" -> "input_image";
            default -> field;
        };
    }

    private static Response wrong(String field, String why) {
        return invalid(field, field + ": " + why);
    }

    private static Response invalid(@Nullable String param, String message) {
        return json(400, INVALID, message, INVALID, param);
    }

    private static Response missing(String message, @Nullable String param) {
        return json(404, "not_found", message, INVALID, param);
    }

    /// For what has no code but its status.
    private static Response http(int status, String message) {
        return json(status, "http_" + status, message, INVALID, null);
    }

    private static Response server(int status, String message) {
        return json(status, SERVER, message, SERVER, null);
    }

    private static Response json(
            int status, String code, String message, String type, @Nullable String param) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Body(new Body.Detail(message, type, param, code, status)))
                .build();
    }
}
