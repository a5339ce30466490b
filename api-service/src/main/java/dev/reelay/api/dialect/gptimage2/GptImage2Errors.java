package dev.reelay.api.dialect.gptimage2;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.reelay.api.error.GatewayError;
import dev.reelay.common.credit.Credits;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All errors as this dialect words them: `error` is a text, never an object.
final class GptImage2Errors {
    private static final String INVALID = "Invalid request";

    private GptImage2Errors() {}

    /// @param required credits that the request would have cost, in whole ones
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(String error, @Nullable Details details, @Nullable BigInteger required) {}

    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    record Details(List<String> formErrors, Map<String, List<String>> fieldErrors) {}

    static Response word(GatewayError error) {
        return switch (error) {
            case GatewayError.MalformedBody(var why) -> form(why);
            case GatewayError.UnsupportedMediaType _ -> form("send application/json");
            case GatewayError.BodyTooLarge _ -> json(413, "Request body too large");
            case GatewayError.MissingField(var field) -> field(field, missing(field));
            case GatewayError.InvalidField(var field, var why) -> field(name(field), why);
            case GatewayError.BeyondModel(var field, var why) -> field(name(field), why);
            case GatewayError.UnknownField(var field) -> field(field, "is unknown");
            case GatewayError.InvalidKey _ -> json(401, "Unauthorized");
            case GatewayError.MissingScope(var scope) ->
                    json(403, "This API key lacks the scope " + scope);
            case GatewayError.UnknownModel(var model) ->
                    field("model", "Unknown model '" + model + "'");
            case GatewayError.ModelNotAllowed(var model, var why) ->
                    field("model", "'%s' %s".formatted(model, why));
            case GatewayError.NoProvider(var model) ->
                    field(
                            "model",
                            "'%s' has no provider on this server; test keys can use it"
                                    .formatted(model));
            case GatewayError.NotPriced(var why) -> field("model", why);
            case GatewayError.NotFound _ -> json(404, "Task not found");
            case GatewayError.UnknownPath _ -> json(404, "Not found");
            case GatewayError.WrongMethod _ -> json(405, "Method not allowed");
            case GatewayError.NotEnoughCredits(var needed, _) ->
                    json(402, new Body("Insufficient credits", null, whole(needed)));
            case GatewayError.TooMany _ -> json(429, "Too many requests");
            case GatewayError.OverBudget(_, var needed, _) ->
                    json(402, new Body("Insufficient credits", null, whole(needed)));
            case GatewayError.Suspended _ -> json(403, "This account is suspended");
            case GatewayError.TooManyStreams _ ->
                    throw new IllegalStateException("no route of this dialect answers " + error);
            case GatewayError.StillAccepting _ ->
                    json(409, "A request with this Idempotency-Key is being worked on");
            case GatewayError.KeyStandsForOther _ ->
                    json(422, "This Idempotency-Key was used with another request body");
            case GatewayError.TryLater _ -> json(503, "A part of the service is away; try again");
            case GatewayError.Broken _ -> json(500, "Internal server error");
            case GatewayError.NotReady _,
                    GatewayError.FilesGone _,
                    GatewayError.NotEnded _,
                    GatewayError.NotNow _,
                    GatewayError.RangeOutside _ ->
                    throw new IllegalStateException("no route of this dialect answers " + error);
        };
    }

    private static String missing(String field) {
        return switch (field) {
            case "prompt" -> "Prompt is required";
            case "inputImageUrls" -> "At least one image URL is required";
            default -> field + " is required";
        };
    }

    /// This dialect's name for a canonical one.
    private static String name(String field) {
        return switch (field) {
            case "aspect_ratio" -> "aspectRatio";
            case "first_frame" -> "inputImageUrls";
            default -> field;
        };
    }

    private static BigInteger whole(Credits credits) {
        return new BigDecimal(credits.toString()).setScale(0, RoundingMode.CEILING).unscaledValue();
    }

    private static Response form(String why) {
        return json(400, new Body(INVALID, new Details(List.of(why), Map.of()), null));
    }

    private static Response field(String field, String why) {
        var details = new Details(List.of(), Map.of(field, List.of(why)));
        return json(400, new Body(INVALID, details, null));
    }

    private static Response json(int status, String why) {
        return json(status, new Body(why, null, null));
    }

    private static Response json(int status, Body body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
    }
}
