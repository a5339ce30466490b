package dev.reelay.api.operator;

import dev.reelay.api.error.ErrorWording;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayError.BodyTooLarge;
import dev.reelay.api.error.GatewayError.Broken;
import dev.reelay.api.error.GatewayError.InvalidField;
import dev.reelay.api.error.GatewayError.InvalidKey;
import dev.reelay.api.error.GatewayError.KeyStandsForOther;
import dev.reelay.api.error.GatewayError.MalformedBody;
import dev.reelay.api.error.GatewayError.MissingField;
import dev.reelay.api.error.GatewayError.MissingScope;
import dev.reelay.api.error.GatewayError.NotFound;
import dev.reelay.api.error.GatewayError.NotNow;
import dev.reelay.api.error.GatewayError.TryLater;
import dev.reelay.api.error.GatewayError.UnknownField;
import dev.reelay.api.error.GatewayError.UnknownPath;
import dev.reelay.api.error.GatewayError.UnsupportedMediaType;
import dev.reelay.api.error.GatewayError.WrongMethod;
import dev.reelay.api.request.Address;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// Errors for operators: a message and the field it is about.
@Singleton
public final class OperatorErrors implements ErrorWording {
    private static final String PREFIX = "/admin";

    /// @param field null where the error is about no field
    public record Body(Detail error) {
        public record Detail(String message, @Nullable String field) {}
    }

    @Override
    public boolean owns(String path) {
        return Address.isUnder(PREFIX, path);
    }

    @Override
    public Response word(GatewayError error) {
        return switch (error) {
            case MalformedBody(var why) -> json(400, why, null);
            case UnsupportedMediaType _ -> json(415, "send application/json", null);
            case BodyTooLarge _ -> json(413, "the body is too large", null);
            case MissingField(var field) -> json(400, field + " is missing", field);
            case InvalidField(var field, var why) -> json(400, field + " " + why, field);
            case UnknownField(var field) -> json(400, field + " is unknown", field);
            case InvalidKey _ -> json(401, "wrong operator token", null);
            case MissingScope(var role) -> json(403, "this needs the role " + role, null);
            case NotFound(var what) -> json(404, "there is no such " + what, null);
            case UnknownPath(var method, var path) -> json(404, method + " " + path, null);
            case WrongMethod(var method, _) -> json(405, "not allowed here: " + method, null);
            case KeyStandsForOther _ ->
                    json(409, "this Idempotency-Key was used for another grant", null);
            case NotNow(var why) -> json(409, why, null);
            case TryLater _ -> json(503, "a part of the service is away", null);
            case Broken _ -> json(500, "the server had an error", null);
            case GatewayError.UnknownModel _,
                    GatewayError.ModelNotAllowed _,
                    GatewayError.NoProvider _,
                    GatewayError.NotEnoughCredits _,
                    GatewayError.NotPriced _,
                    GatewayError.TooMany _,
                    GatewayError.OverBudget _,
                    GatewayError.Suspended _,
                    GatewayError.TooManyStreams _,
                    GatewayError.BeyondModel _,
                    GatewayError.StillAccepting _,
                    GatewayError.NotReady _,
                    GatewayError.FilesGone _,
                    GatewayError.NotEnded _,
                    GatewayError.RangeOutside _ ->
                    throw new IllegalStateException("no operator's route answers " + error);
        };
    }

    private static Response json(int status, String message, @Nullable String field) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Body(new Body.Detail(message, field)))
                .build();
    }
}
