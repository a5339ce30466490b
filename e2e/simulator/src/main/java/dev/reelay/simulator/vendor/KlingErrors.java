package dev.reelay.simulator.vendor;

import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.task.Dummy;
import java.util.Map;

/// Kling's table of errors.
final class KlingErrors {
    private record Row(int status, String message) {}

    private static final Map<String, Row> TABLE =
            Map.ofEntries(
                    Map.entry("1000", new Row(401, "Authentication failed")),
                    Map.entry("1001", new Row(401, "Authorization is empty")),
                    Map.entry("1002", new Row(401, "api key not found")),
                    Map.entry("1003", new Row(401, "Authorization is not valid yet")),
                    Map.entry("1004", new Row(401, "Authorization has expired")),
                    Map.entry("1100", new Row(429, "Account exception")),
                    Map.entry("1101", new Row(429, "Account in arrears")),
                    Map.entry("1102", new Row(429, "Account balance not enough")),
                    Map.entry("1103", new Row(403, "Unauthorized access to requested resource")),
                    Map.entry("1200", new Row(400, "Invalid request parameters")),
                    Map.entry("1201", new Row(400, "Invalid parameters")),
                    Map.entry("1202", new Row(404, "The requested method is invalid")),
                    Map.entry("1203", new Row(404, "The requested resource does not exist")),
                    Map.entry("1300", new Row(400, "Trigger strategy of the platform")),
                    Map.entry("1301", new Row(400, "Trigger the content security policy")),
                    Map.entry("1302", new Row(429, "The API request is too fast")),
                    Map.entry("1303", new Row(429, "parallel task over resource pack limit")),
                    Map.entry("1304", new Row(429, "IP is not on the allow list")),
                    Map.entry("5000", new Row(500, "Server internal error")),
                    Map.entry("5001", new Row(503, "Server temporarily unavailable")),
                    Map.entry("5002", new Row(504, "Server internal timeout")));

    private KlingErrors() {}

    static Answer of(String code) {
        var row = TABLE.getOrDefault(code, new Row(400, "Invalid parameters"));
        return of(row.status(), code, row.message());
    }

    static Answer of(int status, String code, String message) {
        return Answer.json(
                status,
                Json.of(
                        "code",
                        Integer.valueOf(code.matches("[0-9]{1,9}") ? code : "1201"),
                        "message",
                        message,
                        "request_id",
                        Dummy.hex(message + System.nanoTime(), 32)));
    }

    static Refused refused(String code) {
        return new Refused(of(code), code);
    }

    static Refused wrong(String field, String why) {
        return new Refused(of(400, "1201", field + " " + why), field + " " + why);
    }

    static Answer of(Fault fault) {
        return of(
                switch (fault) {
                    case CALLER -> "1201";
                    case CONTENT_POLICY -> "1301";
                    case OPERATOR -> "1002";
                    case QUOTA -> "1102";
                    case THROTTLE -> "1302";
                    case CONCURRENCY -> "1303";
                    case SERVER -> "5000";
                    case AWAY -> "5001";
                    case RETIRED -> "1203";
                });
    }
}
