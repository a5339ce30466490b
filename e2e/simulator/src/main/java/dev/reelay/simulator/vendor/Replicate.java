package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.simulator.callback.Hmac;
import dev.reelay.simulator.callback.Notice;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.http.Multipart;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Replicate's predictions. What a model takes is its own affair, so only the members that all have
/// in common are judged.
final class Replicate implements Wire {
    static final String NAME = "replicate";
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Pattern VERSION =
            Pattern.compile("[a-z0-9._-]+/[a-z0-9._-]+(:[0-9a-f]{64})?|[0-9a-f]{64}");
    private static final Pattern CANCEL_AFTER = Pattern.compile("([0-9]{1,6})(s|m|h)");
    private static final Pattern WAIT = Pattern.compile("wait(?:=([1-9]|[1-5][0-9]|60))?");
    private static final String[] EVENTS = {"start", "output", "logs", "completed"};
    private static final int PAGE = 100;

    private final Desk desk;

    Replicate(World world) {
        this.desk =
                new Desk(
                        NAME,
                        world,
                        number ->
                                Credentials.of(
                                        "api_key",
                                        "r8_" + Credentials.hex(NAME, "api_key", number, 37),
                                        "webhook_secret",
                                        Credentials.webhookSecret(NAME, number)));
    }

    @Override
    public Desk desk() {
        return desk;
    }

    @Override
    public String base() {
        return "/v1";
    }

    @Override
    public boolean takesKeysOnFiles() {
        return true;
    }

    @Override
    public List<Route> routes() {
        var id = "/v1/predictions/([0-9a-z]+)";
        var name = "([a-z0-9._-]+/[a-z0-9._-]+)";
        return List.of(
                Route.of(Step.SUBMIT, "POST", "/v1/predictions", this::create),
                Route.of(
                        Step.SUBMIT,
                        "POST",
                        "/v1/(?:models|deployments)/" + name + "/predictions",
                        this::createOf),
                Route.of(Step.POLL, "GET", "/v1/predictions", this::list),
                Route.of(Step.POLL, "GET", id, this::get),
                Route.of(Step.CANCEL, "POST", id + "/cancel", this::cancel),
                Route.of(Step.OTHER, "GET", "/v1/webhooks/default/secret", this::secret),
                Route.of(Step.OTHER, "POST", "/v1/files", this::upload));
    }

    @Override
    public String newId(long number) {
        return Dummy.hex(NAME + number, 26);
    }

    @Override
    public Duration linkLife() {
        return LIFE;
    }

    private Ask create(Call call, Matcher path) {
        var account = account(call);
        var fields = fields(call);
        var version = fields.text("version", 200);
        if (!VERSION.matcher(version).matches()) {
            throw refused(
                    422,
                    "The specified version does not exist (or perhaps you don't have"
                            + " permission to use it?)");
        }
        return order(account, call, fields, version.replaceAll(":.*", ""));
    }

    private Ask createOf(Call call, Matcher path) {
        var account = account(call);
        var fields = fields(call);
        if (fields.has("version")) {
            throw fields.wrong("version", "is not allowed here");
        }
        return order(account, call, fields, path.group(1));
    }

    private static Fields fields(Call call) {
        return Fields.of(call.json(), Replicate::wrong)
                .only("version", "input", "webhook", "webhook_events_filter", "stream");
    }

    private Ask order(Account account, Call call, Fields fields, String model) {
        if (!fields.has("input")) {
            throw fields.wrong("input", "is required");
        }
        var input = fields.object("input");
        for (var event : fields.texts("webhook_events_filter", 0, 4)) {
            if (!List.of(EVENTS).contains(event)) {
                throw fields.wrong("webhook_events_filter", "does not know " + event);
            }
        }
        var hook = fields.textOrNull("webhook", 2000);
        if (hook != null && !hook.startsWith("http")) {
            throw fields.wrong("webhook", "is no address");
        }
        var seconds = input.json().path("duration").asInt(5);
        var order =
                Order.of(model, input.json().path("prompt").asText(""), seconds, 1280, 720, false)
                        .withCallback(hook)
                        .withDeadline(deadline(call))
                        .remembering(
                                Json.of(
                                        "base",
                                        url(call),
                                        "input",
                                        shortened(input.json()),
                                        "events",
                                        fields.texts("webhook_events_filter", 0, 4)));
        var wait = wait(call);
        return Ask.order(
                account,
                order,
                task -> {
                    var isEnded = await(task, wait);
                    return Answer.json(
                            wait.isZero() || isEnded ? 201 : 202, json(desk.view(task, LIFE)));
                });
    }

    /// What is echoed: long values, such as files, are left out.
    private static ObjectNode shortened(JsonNode input) {
        var echo = Json.of();
        input.properties()
                .forEach(
                        each -> {
                            if (each.getValue().asText("").length() < 4000) {
                                echo.set(each.getKey(), each.getValue());
                            }
                        });
        return echo;
    }

    private static @Nullable Duration deadline(Call call) {
        var header = call.header("Cancel-After");
        if (header.isEmpty()) {
            return null;
        }
        var parts = CANCEL_AFTER.matcher(header);
        if (!parts.matches()) {
            throw wrong("Cancel-After", "is no duration");
        }
        var amount = Long.parseLong(parts.group(1));
        var limit =
                switch (parts.group(2)) {
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                };
        if (limit.compareTo(Duration.ofSeconds(5)) < 0) {
            throw wrong("Cancel-After", "must be 5 seconds or more");
        }
        return limit;
    }

    private static Duration wait(Call call) {
        var parts = WAIT.matcher(call.header("Prefer"));
        if (!parts.matches()) {
            return Duration.ZERO;
        }
        return parts.group(1) == null
                ? LONGEST_WAIT
                : Duration.ofSeconds(Long.parseLong(parts.group(1)));
    }

    private boolean await(Task task, Duration limit) throws InterruptedException {
        var until = Instant.now().plus(limit);
        while (!task.phase(desk.world().time().instant()).isFinal()) {
            if (Instant.now().isAfter(until)) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    private Ask get(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(path.group(1), account),
                task ->
                        Answer.json(
                                json(desk.look(task, LIFE))
                                        .put("webhook", task.order().callback())));
    }

    private Task find(String id, Account account) {
        return desk.tasks()
                .find(id, account)
                .orElseThrow(() -> refused(404, "The requested resource could not be found."));
    }

    private Ask list(Call call, Matcher path) {
        var account = account(call);
        var after = call.parameter("created_after");
        var before = call.parameter("created_before");
        var all =
                desk.tasks().newest(account).stream()
                        .filter(task -> after.isEmpty() || time(task).compareTo(after) >= 0)
                        .filter(task -> before.isEmpty() || time(task).compareTo(before) < 0)
                        .toList();
        var start = Math.min(all.size(), Fields.count(call.parameter("cursor")));
        var end = Math.min(all.size(), start + PAGE);
        var page = all.subList(start, end);
        var next = end == all.size() ? null : url(call) + "/predictions?cursor=" + end;
        return Ask.aboutAll(
                account,
                page,
                () ->
                        Answer.json(
                                Json.of(
                                        "previous",
                                        null,
                                        "next",
                                        next,
                                        "results",
                                        Json.list(
                                                page.stream()
                                                        .map(task -> json(desk.look(task, LIFE)))
                                                        .toList()))));
    }

    private static String url(Call call) {
        return "http://" + call.header("Host") + "/v1";
    }

    private static String time(Task task) {
        return time(task.created());
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private Ask cancel(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(path.group(1), account),
                task -> {
                    task.move(Phase.CANCELLED, desk.world().time().instant());
                    desk.world().callbacks().lookAgain();
                    return Answer.json(json(desk.view(task, LIFE)));
                });
    }

    /// Nobody looks at the file: what a model does with an input is its own affair.
    private Ask upload(Call call, Matcher path) {
        var account = account(call);
        var parts = Multipart.read(call);
        if (parts == null || parts.stream().noneMatch(part -> part.name().equals("content"))) {
            throw wrong("content", "is required");
        }
        var id = Dummy.hex("file " + System.nanoTime(), 26);
        var urls = Json.of("get", url(call) + "/files/" + id);
        return Ask.plain(account, () -> Answer.json(201, Json.of("id", id, "urls", urls)));
    }

    private Ask secret(Call call, Matcher path) {
        var account = account(call);
        return Ask.plain(
                account, () -> Answer.json(Json.of("key", account.credential("webhook_secret"))));
    }

    private ObjectNode json(View view) {
        var task = view.task();
        var order = task.order();
        var ended = view.ended();
        var started = view.started();
        var now = desk.world().time().instant();
        var isRemoved = ended != null && now.isAfter(ended.plus(LIFE));
        // Not started by its deadline it is aborted, free; running it is canceled.
        var late = started == null ? "aborted" : "canceled";
        var json =
                Json.of(
                        "id",
                        task.id(),
                        "model",
                        order.model(),
                        "version",
                        "hidden",
                        "input",
                        isRemoved ? Json.of() : order.echo().get("input"),
                        "logs",
                        "",
                        "output",
                        isRemoved ? null : output(view),
                        "data_removed",
                        isRemoved,
                        "error",
                        view.isFailed() ? reason(task) : null,
                        "source",
                        "api",
                        "status",
                        view.word(
                                "starting", "processing", "succeeded", "failed", "canceled", late),
                        "created_at",
                        time(task),
                        "started_at",
                        started == null ? null : time(started),
                        "completed_at",
                        ended == null ? null : time(ended));
        var limit = order.deadline();
        if (limit != null) {
            json.put("deadline", time(task.created().plus(limit)));
        }
        if (view.isDone()) {
            json.set("metrics", Json.of("predict_time", 1.0, "total_time", 1.2));
        }
        json.set("urls", urls(task));
        return json;
    }

    private static ObjectNode urls(Task task) {
        var get = task.order().echo().path("base").asText() + "/predictions/" + task.id();
        return Json.of("get", get, "cancel", get + "/cancel");
    }

    private static @Nullable Object output(View view) {
        if (!view.isDone() || view.files().isEmpty()) {
            return null;
        }
        return view.files().size() == 1 ? view.files().getFirst() : view.files();
    }

    private static String reason(Task task) {
        return task.failure(
                "The input or output was flagged as sensitive. Please try again with different"
                        + " inputs. (E005)",
                "Prediction interrupted; please retry (code: PA)");
    }

    @Override
    public Optional<Notice> notice(View view) {
        var url = view.task().order().callback();
        var events = view.task().order().echo().path("events").toString();
        var event =
                view.phase().isFinal()
                        ? "completed"
                        : view.phase() == Phase.RUNNING ? "start" : "none";
        var isTold = events.equals("[]") ? event.equals("completed") : events.contains(event);
        if (url == null || !isTold) {
            return Optional.empty();
        }
        var account = view.task().account();
        var id = "msg_" + Dummy.hex(view.task().id() + view.phase(), 20);
        var now = desk.world().time().instant().getEpochSecond();
        return Optional.of(
                new Notice(
                        url,
                        Json.bytes(json(view)),
                        body ->
                                Map.of(
                                        "webhook-id",
                                        id,
                                        "webhook-timestamp",
                                        Long.toString(now),
                                        "webhook-signature",
                                        signatures(account, id, now, body))));
    }

    /// Two, as while a secret is rotated: of an older secret and of the one that is told.
    private static String signatures(Account account, String id, long time, byte[] body) {
        return Hmac.standardWebhook(Credentials.webhookSecret(NAME, -1), id, time, body)
                + " "
                + Hmac.standardWebhook(account.credential("webhook_secret"), id, time, body);
    }

    private Account account(Call call) {
        var shown = Credentials.shown(call, "Bearer");
        return desk.accounts()
                .find("api_key", shown.isEmpty() ? Credentials.shown(call, "Token") : shown)
                .orElseThrow(() -> refused(401, "You did not pass a valid authentication token"));
    }

    private static Refused wrong(String field, String why) {
        return refused(422, "- " + field + " " + why);
    }

    private static Refused refused(int status, String detail) {
        return new Refused(error(status, detail), detail);
    }

    @Override
    public Answer fault(Fault fault, Call call) {
        return switch (fault) {
            case CALLER -> error(422, "- input: prompt is required");
            case CONTENT_POLICY -> error(422, "The input was flagged as sensitive. (E005)");
            case OPERATOR -> error(401, "You did not pass a valid authentication token");
            case QUOTA -> error(402, "You have insufficient credit to run this model.");
            case THROTTLE, CONCURRENCY ->
                    error(429, "Request was throttled. Your rate limit resets in ~30s.");
            case SERVER -> error(500, "Internal server error");
            case AWAY -> error(503, "Service unavailable");
            case RETIRED -> error(404, "The requested resource could not be found.");
        };
    }

    @Override
    public Answer error(String code, Call call) {
        return error(code.matches("[45][0-9]{2}") ? Integer.parseInt(code) : 422, code);
    }

    private static Answer error(int status, String detail) {
        var title =
                switch (status) {
                    case 401 -> "Unauthenticated";
                    case 402 -> "Insufficient credit";
                    case 404 -> "Not found";
                    case 422 -> "Input validation failed";
                    case 429 -> "Too many requests";
                    default -> "Error";
                };
        return Answer.json(status, Json.of("detail", detail, "status", status, "title", title));
    }
}
