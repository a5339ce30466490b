package dev.reelay.simulator.vendor;

import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.task.Dummy;
import java.util.Map;

/// MiniMax's codes: HTTP 200 and `base_resp` in V1, real statuses in V2.
final class MiniMaxErrors {
    private record Row(int status, String type, String message) {}

    private static final Row OTHER = new Row(500, "server_error", "unknown error");
    private static final Map<String, Row> TABLE =
            Map.ofEntries(
                    Map.entry("1000", OTHER),
                    Map.entry("1001", new Row(500, "server_error", "timeout")),
                    Map.entry("1002", new Row(429, "rate_limit_error", "rate limit")),
                    Map.entry(
                            "1004",
                            new Row(
                                    401,
                                    "authorized_error",
                                    "login fail: Please carry the API secret key in the"
                                            + " 'Authorization' field of the request header")),
                    Map.entry(
                            "1008",
                            new Row(402, "insufficient_balance_error", "insufficient balance")),
                    Map.entry("1013", new Row(500, "server_error", "system error")),
                    Map.entry("1024", new Row(500, "server_error", "internal error")),
                    Map.entry(
                            "1026",
                            new Row(422, "unprocessable_entity_error", "input new_sensitive")),
                    Map.entry(
                            "1027",
                            new Row(422, "unprocessable_entity_error", "output new_sensitive")),
                    Map.entry("1033", new Row(500, "server_error", "downstream error")),
                    Map.entry("1039", new Row(429, "rate_limit_error", "token limit")),
                    Map.entry("1041", new Row(429, "rate_limit_error", "conn limit")),
                    Map.entry("1042", new Row(400, "bad_request_error", "invisible characters")),
                    Map.entry("2013", new Row(400, "bad_request_error", "invalid params")),
                    Map.entry("2045", new Row(429, "rate_limit_error", "rate growth limit")),
                    Map.entry("2049", new Row(401, "authorized_error", "invalid api key")),
                    Map.entry("2056", new Row(429, "rate_limit_error", "usage limit exceeded")),
                    Map.entry("2061", new Row(400, "bad_request_error", "plan not support model")),
                    Map.entry("529", new Row(529, "overloaded_error", "overloaded")));

    private MiniMaxErrors() {}

    static Answer of(Fault fault, Call call) {
        return of(
                switch (fault) {
                    case CALLER -> "2013";
                    case CONTENT_POLICY -> "1026";
                    case OPERATOR -> "2049";
                    case QUOTA -> "1008";
                    case THROTTLE -> "1002";
                    case CONCURRENCY -> "1041";
                    case SERVER -> "1000";
                    case AWAY -> isSecond(call) ? "529" : "1013";
                    case RETIRED -> "2061";
                },
                call);
    }

    static Answer of(String code, Call call) {
        return of(code, TABLE.getOrDefault(code, OTHER).message(), call);
    }

    static String message(String code) {
        return TABLE.getOrDefault(code, OTHER).message();
    }

    private static Answer of(String code, String message, Call call) {
        if (!isSecond(call)) {
            return Answer.json(Json.of("base_resp", base(code, message)));
        }
        var row = TABLE.getOrDefault(code, OTHER);
        return Answer.json(
                row.status(),
                Json.of(
                        "type",
                        "error",
                        "error",
                        Json.of(
                                "type",
                                row.type(),
                                "message",
                                code.equals("529") ? message : message + " (" + code + ")",
                                "http_code",
                                Integer.toString(row.status())),
                        "request_id",
                        Dummy.hex("request " + System.nanoTime(), 32)));
    }

    static com.fasterxml.jackson.databind.JsonNode base(String code, String message) {
        return Json.of("status_code", Fields.count(code), "status_msg", message);
    }

    static Refused refused(String code, Call call) {
        return new Refused(of(code, call), code);
    }

    /// Words what is wrong with a field of this call.
    static Fields.Wrong wrong(Call call) {
        return (field, why) ->
                new Refused(
                        of("2013", "invalid params, " + field + " " + why, call),
                        field + " " + why);
    }

    static boolean isSecond(Call call) {
        return call.path().startsWith("/v2/");
    }
}
