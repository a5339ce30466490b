package dev.reelay.api.dialect.newapi;

import dev.reelay.api.error.GatewayError;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// All errors as this dialect words them. Three bodies are in use; this one has the members of all.
final class NewApiErrors {
    private static final String INVALID = "invalid_request_error";
    private static final String GATEWAY = "new_api_error";
    private static final String SERVER = "server_error";
    private static final int MEGABYTE = 1024 * 1024;

    private NewApiErrors() {}

    /// @param data always null
    record Body(
            @Nullable String code,
            String message,
            @Nullable String param,
            String type,
            @Nullable String data,
            Detail error) {
        record Detail(String message, String type, @Nullable String param, @Nullable String code) {}
    }

    static Response word(GatewayError error) {
        return switch (error) {
            case GatewayError.MalformedBody(var why) -> invalid(null, why);
            case GatewayError.UnsupportedMediaType _ ->
                    invalid(null, "send application/json or multipart/form-data");
            case GatewayError.BodyTooLarge(var limit) ->
                    json(
                            413,
                            "",
                            "the body is larger than %d MB".formatted(limit / MEGABYTE),
                            null,
                            INVALID);
            case GatewayError.MissingField(var field) -> missing(field);
            case GatewayError.InvalidField(var field, var why) -> wrong(name(field), why);
            case GatewayError.BeyondModel(var field, var why) -> wrong(name(field), why);
            case GatewayError.UnknownField(var field) -> invalid(field, field + " is unknown");
            case GatewayError.InvalidKey _ -> json(401, "", "Invalid token", null, GATEWAY);
            case GatewayError.MissingScope(var scope) ->
                    json(403, "", "This token lacks the scope " + scope, null, GATEWAY);
            case GatewayError.UnknownModel(var model) -> noChannel(model, "");
            case GatewayError.NoProvider(var model) ->
                    noChannel(model, "; test keys can use it on the sandbox");
            case GatewayError.ModelNotAllowed(var model, var why) ->
                    json(403, "", "model %s %s".formatted(model, why), "model", GATEWAY);
            case GatewayError.NotPriced(var why) -> invalid("model", why);
            case GatewayError.NotFound _ ->
                    json(404, "task_not_exist", "Task not found", "task_id", INVALID);
            case GatewayError.FilesGone _ ->
                    json(404, "task_not_exist", "The files have expired", "task_id", INVALID);
            case GatewayError.NotReady(var state) ->
                    invalid(
                            "task_id",
                            "Task is not completed yet, current status: "
                                    + NewApiStatus.named(state).running());
            case GatewayError.UnknownPath(var method, var path) ->
                    json(404, "", "Invalid URL (%s %s)".formatted(method, path), null, INVALID);
            case GatewayError.WrongMethod(var method, _) ->
                    json(405, "", "Not allowed here: " + method, null, INVALID);
            case GatewayError.NotEnoughCredits(var needed, var available) ->
                    json(
                            403,
                            "insufficient_user_quota",
                            "%s credits are left and this needs %s".formatted(available, needed),
                            null,
                            GATEWAY);
            case GatewayError.TooMany(var why, _) ->
                    json(429, "rate_limit_exceeded", "Too many requests: " + why, null, GATEWAY);
            case GatewayError.OverBudget(var why, _, _) ->
                    json(403, "pre_consume_token_quota_failed", why, null, GATEWAY);
            case GatewayError.Suspended _ ->
                    json(403, "", "This account is suspended", null, GATEWAY);
            case GatewayError.TooManyStreams _ ->
                    throw new IllegalStateException("no route of this dialect answers " + error);
            case GatewayError.StillAccepting _ ->
                    json(
                            409,
                            null,
                            "A request with this Idempotency-Key is being worked on",
                            null,
                            INVALID);
            case GatewayError.KeyStandsForOther _ ->
                    json(
                            422,
                            "invalid_request",
                            "This Idempotency-Key was used with another request body",
                            null,
                            INVALID);
            case GatewayError.RangeOutside(var size) ->
                    json(416, "", "The file has %d bytes".formatted(size), null, INVALID);
            case GatewayError.TryLater _ ->
                    json(
                            503,
                            null,
                            "A part of the service is away; nothing was charged",
                            null,
                            SERVER);
            case GatewayError.Broken _ -> json(500, null, "Internal server error", null, SERVER);
            case GatewayError.NotEnded _, GatewayError.NotNow _ ->
                    throw new IllegalStateException("no route of this dialect answers " + error);
        };
    }

    private static Response missing(String field) {
        return switch (field) {
            case "model" -> json(400, "missing_model", "model field is required", field, INVALID);
            case "Action" -> invalid(field, "Action query parameter is required");
            case "task_id" -> invalid(field, "task_id is required for CVSync2AsyncGetResult");
            default -> invalid(field, field + " is required");
        };
    }

    private static Response wrong(String field, String why) {
        var code = field.equals("size") ? "invalid_size" : "invalid_request";
        return json(400, code, field + ": " + why, field, INVALID);
    }

    /// This dialect's name for a canonical one.
    private static String name(String field) {
        return switch (field) {
            case "quality" -> "mode";
            case "provider_options" -> "metadata";
            default -> field;
        };
    }

    private static Response noChannel(String model, String besides) {
        return json(
                503,
                "model_not_found",
                "No available channel for model %s%s".formatted(model, besides),
                "model",
                GATEWAY);
    }

    private static Response invalid(@Nullable String param, String message) {
        return json(400, "invalid_request", message, param, INVALID);
    }

    private static Response json(
            int status,
            @Nullable String code,
            String message,
            @Nullable String param,
            String type) {
        var detail = new Body.Detail(message, type, param, code);
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Body(code, message, param, type, null, detail))
                .build();
    }
}
