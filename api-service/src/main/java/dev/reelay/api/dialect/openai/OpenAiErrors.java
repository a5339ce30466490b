package dev.reelay.api.dialect.openai;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayError.BeyondModel;
import dev.reelay.api.error.GatewayError.BodyTooLarge;
import dev.reelay.api.error.GatewayError.Broken;
import dev.reelay.api.error.GatewayError.FilesGone;
import dev.reelay.api.error.GatewayError.InvalidField;
import dev.reelay.api.error.GatewayError.InvalidKey;
import dev.reelay.api.error.GatewayError.KeyStandsForOther;
import dev.reelay.api.error.GatewayError.MalformedBody;
import dev.reelay.api.error.GatewayError.MissingField;
import dev.reelay.api.error.GatewayError.MissingScope;
import dev.reelay.api.error.GatewayError.ModelNotAllowed;
import dev.reelay.api.error.GatewayError.NoProvider;
import dev.reelay.api.error.GatewayError.NotEnded;
import dev.reelay.api.error.GatewayError.NotEnoughCredits;
import dev.reelay.api.error.GatewayError.NotFound;
import dev.reelay.api.error.GatewayError.NotNow;
import dev.reelay.api.error.GatewayError.NotPriced;
import dev.reelay.api.error.GatewayError.NotReady;
import dev.reelay.api.error.GatewayError.OverBudget;
import dev.reelay.api.error.GatewayError.RangeOutside;
import dev.reelay.api.error.GatewayError.StillAccepting;
import dev.reelay.api.error.GatewayError.Suspended;
import dev.reelay.api.error.GatewayError.TooMany;
import dev.reelay.api.error.GatewayError.TooManyStreams;
import dev.reelay.api.error.GatewayError.TryLater;
import dev.reelay.api.error.GatewayError.UnknownField;
import dev.reelay.api.error.GatewayError.UnknownModel;
import dev.reelay.api.error.GatewayError.UnknownPath;
import dev.reelay.api.error.GatewayError.UnsupportedMediaType;
import dev.reelay.api.error.GatewayError.WrongMethod;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// All errors as OpenAI words them.
final class OpenAiErrors {
    private static final int MEGABYTE = 1024 * 1024;

    private OpenAiErrors() {}

    /// @param type one of OpenAI's error types
    record Body(Detail error) {
        record Detail(String message, String type, @Nullable String param, @Nullable String code) {}
    }

    static Response word(GatewayError error) {
        return switch (error) {
            case MalformedBody(var why) -> invalid(400, null, null, sentence(why));
            case UnsupportedMediaType(var type) ->
                    invalid(
                            415,
                            null,
                            null,
                            "Unsupported content type '%s'; send application/json or multipart/form-data."
                                    .formatted(type));
            case BodyTooLarge(var limit) ->
                    invalid(
                            413,
                            null,
                            null,
                            "The body is too large; at most %d MB are possible."
                                    .formatted(limit / MEGABYTE));
            case MissingField(var field) ->
                    invalid(
                            400,
                            "missing_required_parameter",
                            param(field),
                            "Missing required parameter: '%s'.".formatted(param(field)));
            case InvalidField(var field, var why) -> wrong(field, why);
            case BeyondModel(var field, var why) -> wrong(field, why);
            case UnknownField(var field) ->
                    invalid(
                            400,
                            "unknown_parameter",
                            param(field),
                            "Unknown parameter: '%s'.".formatted(param(field)));
            case InvalidKey _ ->
                    invalid(401, "invalid_api_key", null, "Incorrect API key provided.");
            case MissingScope(var scope) ->
                    invalid(403, null, null, "This API key lacks the scope '%s'.".formatted(scope));
            case UnknownModel(var model) ->
                    invalid(
                            404,
                            "model_not_found",
                            "model",
                            "The model '%s' does not exist.".formatted(model));
            case ModelNotAllowed(var model, var why) ->
                    invalid(403, null, "model", "The model '%s' %s.".formatted(model, why));
            case NoProvider(var model) ->
                    invalid(
                            403,
                            null,
                            "model",
                            "The model '%s' has no provider on this server; test keys can use it."
                                    .formatted(model));
            case NotPriced(var why) ->
                    invalid(400, "invalid_value", "model", "There is no price for this: " + why);
            case NotFound(var what) ->
                    invalid(404, null, null, "There is no such %s.".formatted(what));
            case UnknownPath(var method, var path) ->
                    invalid(404, null, null, "Invalid URL (%s %s).".formatted(method, path));
            case WrongMethod(var method, _) ->
                    invalid(405, null, null, "Not allowed here: %s.".formatted(method));
            case NotEnoughCredits(var needed, var available) ->
                    notEnough(
                            "You have %s credits and this needs %s; nothing was charged."
                                    .formatted(available, needed));
            case TooMany(var why, _) -> tooMany("Too many requests: %s.".formatted(why));
            case OverBudget(var why, _, _) -> notEnough(sentence(why));
            case Suspended _ -> invalid(403, null, null, "This account is suspended.");
            case TooManyStreams(var most) ->
                    tooMany(
                            "You follow %d streams, and no more are possible; end one first."
                                    .formatted(most));
            case StillAccepting _ ->
                    invalid(
                            409,
                            null,
                            null,
                            "A request with this Idempotency-Key is being worked on.");
            case KeyStandsForOther _ ->
                    invalid(
                            422,
                            null,
                            null,
                            "This Idempotency-Key was used with another request body.");
            case NotNow(var why) -> invalid(409, null, null, sentence(why));
            case NotReady _ ->
                    invalid(400, "video_not_ready", null, "The video is not completed yet.");
            case FilesGone _ ->
                    invalid(410, "video_expired", null, "The files of this video have expired.");
            case NotEnded _ ->
                    invalid(
                            400,
                            null,
                            null,
                            "Only a completed or failed video can be deleted; cancel it first.");
            case RangeOutside(var size) ->
                    invalid(416, null, null, "The file has %d bytes.".formatted(size));
            case TryLater _ ->
                    json(
                            503,
                            server(
                                    "A part of the service is away; nothing was charged. Try"
                                            + " again."));
            case Broken _ -> json(500, server("The server had an error. Quote the Request-Id."));
        };
    }

    /// Canonical names of which this dialect has its own.
    private static String param(String field) {
        return switch (field) {
            case "duration" -> "seconds";
            case "first_frame" -> "input_reference";
            default -> field;
        };
    }

    private static String sentence(String why) {
        return Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".";
    }

    /// OpenAI's clients repeat what is 500 or more unless they are told not to.
    static Response notImplemented(String message) {
        return Response.fromResponse(
                        json(501, body(message, "invalid_request_error", null, "not_implemented")))
                .header("x-should-retry", "false")
                .build();
    }

    /// OpenAI's clients repeat a 429 unless they are told not to.
    private static Response wrong(String field, String why) {
        return invalid(
                400,
                "invalid_value",
                param(field),
                "Invalid value for '%s': %s.".formatted(param(field), why));
    }

    private static Response tooMany(String why) {
        return json(429, body(why, "requests", null, "rate_limit_exceeded"));
    }

    private static Response notEnough(String why) {
        var quota = "insufficient_quota";
        return Response.fromResponse(json(429, body(why, quota, null, quota)))
                .header("x-should-retry", "false")
                .build();
    }

    private static Response invalid(
            int status, @Nullable String code, @Nullable String param, String message) {
        return json(status, body(message, "invalid_request_error", param, code));
    }

    private static Body server(String message) {
        return body(message, "server_error", null, null);
    }

    private static Body body(
            String message, String type, @Nullable String param, @Nullable String code) {
        return new Body(new Body.Detail(message, type, param, code));
    }

    private static Response json(int status, Body body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
    }
}
