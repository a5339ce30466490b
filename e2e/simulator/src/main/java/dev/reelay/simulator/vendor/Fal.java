package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.simulator.callback.Notice;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Account;
import dev.reelay.simulator.task.Dummy;
import dev.reelay.simulator.task.Order;
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/// fal's queue. A request's input is judged by the model when it runs, so a wrong one is accepted
/// and ends as a 422 result.
final class Fal implements Wire {
    static final String NAME = "fal";
    private static final Duration LIFE = Duration.ofDays(1);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final String USER = "simulator|1234567";

    private final Desk desk;

    Fal(World world) {
        this.desk =
                new Desk(
                        NAME,
                        world,
                        number ->
                                Credentials.of(
                                        "api_key",
                                        "00000000-dummy-0000-0000-"
                                                + Credentials.hex(NAME, "api_key", number, 12)
                                                + ":"
                                                + Credentials.hex(NAME, "secret", number, 32)));
    }

    @Override
    public Desk desk() {
        return desk;
    }

    @Override
    public List<Route> routes() {
        var request = "/([^/]+/[^/]+)/requests/([^/]+)";
        return List.of(
                Route.of(Step.OTHER, "GET", "/.well-known/jwks.json", this::keys),
                Route.of(Step.POLL, "GET", request + "/status", this::status),
                Route.of(Step.POLL, "GET", request, this::result),
                Route.of(Step.CANCEL, "PUT", request + "/cancel", this::cancel),
                Route.of(Step.OTHER, "GET", "/.+/requests/.+", this::notAllowed),
                Route.of(Step.OTHER, "PUT", "/.+/requests/.+", this::notAllowed),
                Route.of(Step.SUBMIT, "POST", "/([^/]+/[^/]+(?:/[^/]+)*)", this::submit));
    }

    @Override
    public String newId(long number) {
        return Dummy.uuid(NAME + number);
    }

    @Override
    public Duration linkLife() {
        return LIFE;
    }

    private Ask keys(Call call, Matcher path) {
        var key = Json.of("kty", "OKP", "crv", "Ed25519", "x", FalSignature.PUBLIC_KEY);
        return Ask.plain(desk.accounts().first(), () -> Answer.json(Json.of("keys", List.of(key))));
    }

    private Ask notAllowed(Call call, Matcher path) {
        throw refused(405, "Method Not Allowed", "bad_request");
    }

    private Ask submit(Call call, Matcher path) {
        var account = account(call);
        var body = call.json();
        if (body == null) {
            throw refused(400, "The body is not a JSON object", "bad_request");
        }
        var endpoint = path.group(1);
        var hook = call.parameter("fal_webhook");
        var prompt = body.path("prompt").asText("");
        var seconds = body.path("duration").asText("").replaceAll("[^0-9]", "");
        var order =
                Order.of(
                                endpoint,
                                prompt,
                                seconds.isEmpty() ? 5 : Fields.count(seconds),
                                1280,
                                720,
                                false)
                        .withCallback(hook.isEmpty() ? null : hook)
                        .remembering(
                                Json.of(
                                        "app",
                                        app(endpoint),
                                        "wrong",
                                        body.path("prompt").isTextual() ? "" : "prompt",
                                        "base",
                                        "http://" + call.header("Host"),
                                        "seed",
                                        body.path("seed").asInt(42)));
        return Ask.order(account, order, task -> answer(Answer.json(queued(task)), task));
    }

    private static String app(String endpoint) {
        var parts = endpoint.split("/");
        return parts[0] + "/" + parts[1];
    }

    private static ObjectNode queued(Task task) {
        var response = url(task);
        return Json.of(
                "status",
                "IN_QUEUE",
                "request_id",
                task.id(),
                "gateway_request_id",
                task.id(),
                "queue_position",
                0,
                "response_url",
                response,
                "status_url",
                response + "/status",
                "cancel_url",
                response + "/cancel");
    }

    private static String url(Task task) {
        var echo = task.order().echo();
        return "%s/%s/requests/%s"
                .formatted(echo.path("base").asText(), echo.path("app").asText(), task.id());
    }

    private static Answer answer(Answer answer, Task task) {
        return answer.with("x-fal-request-id", task.id());
    }

    private Ask status(Call call, Matcher path) {
        var account = account(call);
        var task = find(path, account);
        return Ask.about(
                account,
                task,
                found -> {
                    var view = desk.look(found, LIFE);
                    return answer(
                            Answer.json(view.phase().isFinal() ? 200 : 202, json(view)), found);
                });
    }

    private Task find(Matcher path, Account account) {
        var now = desk.world().time().instant();
        return desk.tasks()
                .find(path.group(2), account)
                .filter(task -> task.order().echo().path("app").asText().equals(path.group(1)))
                .filter(task -> now.isBefore(task.created().plus(KEPT)))
                .orElseThrow(() -> refused(404, "Request not found", "not_found"));
    }

    private static ObjectNode json(View view) {
        var task = view.task();
        var json =
                Json.of(
                        "status",
                        view.word(
                                "IN_QUEUE",
                                "IN_PROGRESS",
                                "COMPLETED",
                                "COMPLETED",
                                "COMPLETED",
                                "COMPLETED"),
                        "request_id",
                        task.id(),
                        "response_url",
                        url(task),
                        "status_url",
                        url(task) + "/status",
                        "cancel_url",
                        url(task) + "/cancel");
        if (view.phase() == Phase.QUEUED) {
            json.put("queue_position", 0);
        }
        if (view.phase() == Phase.CANCELLED) {
            json.put("error", "The request was cancelled").put("error_type", "client_cancelled");
        } else if (isBad(view)) {
            json.put("error", "Invalid status code: " + failure(task).status());
            json.put("error_type", type(task));
        } else if (view.isDone()) {
            json.set("metrics", Json.of("inference_time", 71.2));
        }
        return json;
    }

    private static boolean isBad(View view) {
        return view.isFailed() || view.isDone() && isWrong(view.task());
    }

    private static boolean isWrong(Task task) {
        return !task.order().echo().path("wrong").asText().isEmpty();
    }

    private static String type(Task task) {
        return isWrong(task)
                ? "missing"
                : task.failure("content_policy_violation", "internal_server_error");
    }

    private static Answer failure(Task task) {
        var type = type(task);
        var field = isWrong(task) ? task.order().echo().path("wrong").asText() : "prompt";
        var detail =
                Json.of(
                        "loc",
                        List.of("body", field),
                        "msg",
                        type.equals("missing") ? "field required" : type,
                        "type",
                        type,
                        "url",
                        "https://docs.fal.ai/errors#" + type);
        return Answer.json(modelStatus(type), Json.of("detail", List.of(detail)))
                .with("X-Fal-Error-Type", type);
    }

    private static int modelStatus(String type) {
        return switch (type) {
            case "internal_server_error" -> 500;
            case "generation_timeout" -> 504;
            case "downstream_service_error", "downstream_service_unavailable" -> 502;
            default -> 422;
        };
    }

    private Ask result(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(path, account),
                task -> {
                    var view = desk.view(task, LIFE);
                    if (!view.phase().isFinal()) {
                        return answer(error(400, "Request is still in progress", ""), task);
                    }
                    if (view.phase() == Phase.CANCELLED) {
                        return answer(
                                error(499, "The request was cancelled", "client_cancelled"), task);
                    }
                    return answer(isBad(view) ? failure(task) : Answer.json(output(view)), task);
                });
    }

    private JsonNode output(View view) throws InterruptedException {
        var output = Json.of("seed", view.task().order().echo().get("seed"));
        if (!view.files().isEmpty()) {
            output.set(
                    "video",
                    Json.of(
                            "url",
                            view.files().getFirst(),
                            "content_type",
                            "video/mp4",
                            "file_name",
                            "out.mp4",
                            "file_size",
                            desk.clip(view.task()).toFile().length()));
        }
        return output;
    }

    private Ask cancel(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(path, account),
                task -> {
                    var now = desk.world().time().instant();
                    switch (task.phase(now)) {
                        case QUEUED -> {
                            task.move(Phase.CANCELLED, now);
                            desk.world().callbacks().lookAgain();
                            return Answer.json(202, Json.of("status", "CANCELLATION_REQUESTED"));
                        }
                        case RUNNING -> {
                            // A signal only: the model may still finish.
                            return Answer.json(202, Json.of("status", "CANCELLATION_REQUESTED"));
                        }
                        default -> {
                            return Answer.json(400, Json.of("status", "ALREADY_COMPLETED"));
                        }
                    }
                });
    }

    @Override
    public Optional<Notice> notice(View view) {
        var url = view.task().order().callback();
        if (url == null || !view.phase().isFinal()) {
            return Optional.empty();
        }
        var task = view.task();
        var isGood = view.isDone() && !isWrong(task);
        var body =
                Json.of(
                        "request_id",
                        task.id(),
                        "gateway_request_id",
                        task.id(),
                        "status",
                        isGood ? "OK" : "ERROR");
        if (isGood) {
            body.set("payload", payload(view));
        } else {
            body.put("error", "Invalid status code: " + failure(task).status());
            body.set("payload", Json.read(failure(task).body()));
        }
        var now = desk.world().time().instant().getEpochSecond();
        return Optional.of(
                new Notice(
                        url,
                        Json.bytes(body),
                        bytes ->
                                Map.of(
                                        "X-Fal-Webhook-Request-Id",
                                        task.id(),
                                        "X-Fal-Webhook-User-Id",
                                        USER,
                                        "X-Fal-Webhook-Timestamp",
                                        Long.toString(now),
                                        "X-Fal-Webhook-Signature",
                                        FalSignature.of(task.id(), USER, now, bytes))));
    }

    private static JsonNode payload(View view) {
        return view.files().isEmpty()
                ? Json.of()
                : Json.of(
                        "video",
                        Json.of("url", view.files().getFirst(), "content_type", "video/mp4"),
                        "seed",
                        view.task().order().echo().get("seed"));
    }

    private Account account(Call call) {
        return desk.accounts()
                .find("api_key", Credentials.shown(call, "Key"))
                .orElseThrow(
                        () ->
                                refused(
                                        401,
                                        "Cannot access application. Authentication is required to"
                                                + " access this application.",
                                        "unauthorized"));
    }

    private static Refused refused(int status, String detail, String type) {
        return new Refused(error(status, detail, type), detail);
    }

    @Override
    public Answer fault(Fault fault, Call call) {
        return switch (fault) {
            case CALLER -> error(400, "Bad request", "bad_request");
            case CONTENT_POLICY -> error("content_policy_violation", call);
            case OPERATOR -> error(401, "Cannot access application.", "unauthorized");
            case QUOTA -> error(403, "User is locked. Reason: Exhausted balance.", "forbidden");
            case THROTTLE -> error(429, "Too many requests", "rate_limited");
            case CONCURRENCY -> error(429, "Too many requests", "concurrent_requests_limit");
            case SERVER -> error(500, "Internal server error", "internal_error");
            // An ingress error has no x-fal-request-id.
            case AWAY -> error(503, "Service unavailable", "");
            case RETIRED -> error(404, "Application not found", "not_found");
        };
    }

    @Override
    public Answer error(String code, Call call) {
        var status =
                switch (code) {
                    case "request_timeout", "startup_timeout" -> 504;
                    case "runner_scheduling_failure",
                            "runner_connection_timeout",
                            "runner_disconnected",
                            "runner_connection_refused",
                            "runner_connection_error" ->
                            503;
                    case "runner_incomplete_response" -> 502;
                    case "runner_server_error", "internal_error" -> 500;
                    case "concurrent_requests_limit" -> 429;
                    case "bad_request" -> 400;
                    default -> modelStatus(code);
                };
        return error(status, code, code);
    }

    private static Answer error(int status, String detail, String type) {
        var body = Json.of("detail", detail);
        if (type.isEmpty()) {
            return Answer.json(status, body);
        }
        return Answer.json(status, body.put("error_type", type))
                .with("X-Fal-Error-Type", type)
                .with("X-Fal-Retryable", Boolean.toString(status >= 500 || status == 429));
    }
}
