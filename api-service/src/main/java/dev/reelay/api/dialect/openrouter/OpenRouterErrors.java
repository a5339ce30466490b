package dev.reelay.api.dialect.openrouter;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.reelay.api.error.GatewayError;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/// All errors as this dialect words them. Its clients repeat any 5xx for an hour, so nothing that
/// is permanent answers one.
final class OpenRouterErrors {
    private final String metadata;

    /// @param metadata name of the member that tells more
    OpenRouterErrors(String metadata) {
        this.metadata = metadata;
    }

    /// @param more the member with metadata, if there is any
    record Body(Detail error, @JsonAnyGetter Map<String, Map<String, String>> more) {
        /// @param code the HTTP status
        record Detail(int code, String message) {}
    }

    Response word(GatewayError error) {
        return switch (error) {
            case GatewayError.MalformedBody(var why) -> json(400, why);
            case GatewayError.UnsupportedMediaType _ -> json(400, "Send application/json");
            case GatewayError.BodyTooLarge _ -> json(413, "Request payload too large");
            case GatewayError.MissingField(var field) -> field(field, "is required");
            case GatewayError.InvalidField(var field, var why) -> field(name(field), why);
            case GatewayError.BeyondModel(var field, var why) -> field(name(field), why);
            case GatewayError.UnknownField(var field) -> field(field, "is unknown");
            case GatewayError.InvalidKey _ ->
                    json(401, "Missing Authentication header or invalid API key");
            case GatewayError.MissingScope(var scope) ->
                    json(403, "This API key lacks the scope " + scope);
            case GatewayError.UnknownModel(var model) ->
                    json(404, "Resource not found: model " + model);
            case GatewayError.ModelNotAllowed(var model, var why) ->
                    json(403, "Model %s %s".formatted(model, why));
            case GatewayError.NoProvider(var model) ->
                    json(
                            404,
                            "No endpoints found for %s on this server; test keys can use it"
                                    .formatted(model));
            case GatewayError.NotPriced(var why) -> field("model", why);
            case GatewayError.NotFound _, GatewayError.UnknownPath _ ->
                    json(404, "Resource not found");
            case GatewayError.FilesGone _ ->
                    json(404, "Resource not found: the files of this video have expired");
            case GatewayError.NotReady _ -> json(400, "Video is not ready");
            case GatewayError.WrongMethod _ -> json(405, "Method not allowed");
            case GatewayError.NotEnoughCredits(var needed, var available) ->
                    json(
                            402,
                            "Insufficient credits. This needs %s and you have %s"
                                    .formatted(needed, available));
            case GatewayError.TooMany(var why, _) -> json(429, "Rate limit exceeded: " + why);
            case GatewayError.OverBudget(var why, _, _) ->
                    json(402, "Insufficient credits: " + why);
            case GatewayError.Suspended _ -> json(403, "This account is suspended");
            case GatewayError.TooManyStreams _ ->
                    throw new IllegalStateException("no route of this dialect answers " + error);
            case GatewayError.StillAccepting _ ->
                    json(409, "A request with this Idempotency-Key is being worked on");
            case GatewayError.KeyStandsForOther _ ->
                    json(422, "This Idempotency-Key was used with another request body");
            case GatewayError.RangeOutside(var size) ->
                    json(416, "The file has %d bytes".formatted(size));
            case GatewayError.TryLater _ -> json(503, "A part of the service is away; try again");
            case GatewayError.Broken _ -> json(500, "Internal Server Error");
            case GatewayError.NotEnded _, GatewayError.NotNow _ ->
                    throw new IllegalStateException("no route of this dialect answers " + error);
        };
    }

    /// This dialect's name for a canonical one.
    private static String name(String field) {
        return switch (field) {
            case "audio" -> "generate_audio";
            case "first_frame", "last_frame" -> "frame_images";
            case "reference_images" -> "input_references";
            case "provider_options" -> "provider.options";
            default -> field;
        };
    }

    private Response field(String field, String why) {
        return json(400, field + " " + why, Map.of(metadata, Map.of("field", field)));
    }

    private static Response json(int status, String message) {
        return json(status, message, Map.of());
    }

    private static Response json(
            int status, String message, Map<String, Map<String, String>> more) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Body(new Body.Detail(status, message), more))
                .build();
    }
}
