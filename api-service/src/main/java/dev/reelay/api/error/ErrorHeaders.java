package dev.reelay.api.error;

import dev.reelay.api.error.GatewayError.BodyTooLarge;
import dev.reelay.api.error.GatewayError.OverBudget;
import dev.reelay.api.error.GatewayError.RangeOutside;
import dev.reelay.api.error.GatewayError.StillAccepting;
import dev.reelay.api.error.GatewayError.TooMany;
import dev.reelay.api.error.GatewayError.TryLater;
import dev.reelay.api.error.GatewayError.WrongMethod;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/// What HTTP itself says of an error, in whatever words an API tells it.
final class ErrorHeaders {
    private ErrorHeaders() {}

    static Response add(Response answer, GatewayError error) {
        return switch (error) {
            // What is still on its way is not read.
            case BodyTooLarge _ -> with(answer, "Connection", "close");
            case WrongMethod(_, var allowed) -> with(answer, HttpHeaders.ALLOW, allowed);
            case RangeOutside(var size) -> with(answer, "Content-Range", "bytes */" + size);
            case StillAccepting _ -> with(answer, HttpHeaders.RETRY_AFTER, 1);
            case TryLater(var after) -> later(answer, after);
            case TooMany(_, var after) -> later(answer, after);
            case OverBudget(_, _, var after) -> after == null ? answer : later(answer, after);
            default -> answer;
        };
    }

    private static Response later(Response answer, Duration after) {
        return with(answer, HttpHeaders.RETRY_AFTER, Math.max(1, after.toSeconds()));
    }

    private static Response with(Response answer, String header, Object value) {
        return Response.fromResponse(answer).header(header, value).build();
    }
}
