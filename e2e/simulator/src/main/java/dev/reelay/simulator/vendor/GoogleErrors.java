package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.rule.Fault;
import java.util.List;

/// Google's envelope of errors.
final class GoogleErrors {
    private GoogleErrors() {}

    static Refused wrong(String field, String why) {
        return new Refused(of("INVALID_ARGUMENT", field + " " + why), field + " " + why);
    }

    static Refused refused(String status, String message) {
        return new Refused(of(status, message), message);
    }

    static Answer of(Fault fault, Call call) {
        return switch (fault) {
            case CALLER -> of("INVALID_ARGUMENT", "Request contains an invalid argument.");
            case CONTENT_POLICY ->
                    of(
                            "INVALID_ARGUMENT",
                            "The prompt could not be submitted. It violates our usage guidelines.");
            case OPERATOR ->
                    isVertex(call)
                            ? of("UNAUTHENTICATED", "Request had invalid credentials.")
                            : badKey();
            case QUOTA ->
                    of(
                            "RESOURCE_EXHAUSTED",
                            "You exceeded your current quota, please check your plan and billing"
                                    + " details.");
            case THROTTLE, CONCURRENCY -> throttled();
            case SERVER -> of("INTERNAL", "Internal error encountered.");
            case AWAY -> of("UNAVAILABLE", "The service is currently unavailable.");
            case RETIRED -> of("NOT_FOUND", "This model is no longer available.");
        };
    }

    private static boolean isVertex(Call call) {
        return call.path().contains("/projects/");
    }

    static Answer badKey() {
        return of(
                "INVALID_ARGUMENT",
                "API key not valid. Please pass a valid API key.",
                Json.of(
                        "@type",
                        "type.googleapis.com/google.rpc.ErrorInfo",
                        "reason",
                        "API_KEY_INVALID",
                        "domain",
                        "googleapis.com"));
    }

    private static Answer throttled() {
        return of(
                "RESOURCE_EXHAUSTED",
                "Resource has been exhausted (e.g. check quota).",
                Json.of("@type", "type.googleapis.com/google.rpc.RetryInfo", "retryDelay", "34s"));
    }

    static Answer of(String status, String message, JsonNode... details) {
        var code =
                switch (status) {
                    case "UNAUTHENTICATED" -> 401;
                    case "PERMISSION_DENIED" -> 403;
                    case "NOT_FOUND" -> 404;
                    case "RESOURCE_EXHAUSTED" -> 429;
                    case "CANCELLED" -> 499;
                    case "INTERNAL" -> 500;
                    case "UNAVAILABLE" -> 503;
                    case "DEADLINE_EXCEEDED" -> 504;
                    default -> 400;
                };
        return Answer.json(
                code,
                Json.of(
                        "error",
                        Json.of(
                                "code",
                                code,
                                "message",
                                message,
                                "status",
                                status,
                                "details",
                                List.of(details))));
    }
}
