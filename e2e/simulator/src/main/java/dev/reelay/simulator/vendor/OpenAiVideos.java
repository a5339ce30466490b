package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.simulator.callback.Hmac;
import dev.reelay.simulator.callback.Notice;
import dev.reelay.simulator.clip.Inputs;
import dev.reelay.simulator.clip.Picture;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.http.Multipart;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Account;
import dev.reelay.simulator.task.Order;
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// OpenAI's Videos API as it stood, which compatible upstreams imitate.
final class OpenAiVideos implements Wire {
    static final String NAME = "openai-videos";
    private static final int LONGEST_PROMPT = 32_000;
    private static final Duration LIFE = Duration.ofHours(1);
    private static final String[] SECONDS = {"4", "8", "12", "16", "20"};
    private static final String[] SIZES = {"720x1280", "1280x720"};
    private static final String[] PRO_SIZES = {
        "720x1280", "1280x720", "1024x1792", "1792x1024", "1080x1920", "1920x1080"
    };
    private static final List<String> PLAIN =
            List.of("sora-2", "sora-2-2025-10-06", "sora-2-2025-12-08");
    private static final List<String> PRO = List.of("sora-2-pro", "sora-2-pro-2025-10-06");
    private static final String INVALID = "invalid_request_error";

    private final Desk desk;

    OpenAiVideos(World world) {
        this.desk =
                new Desk(
                        NAME,
                        world,
                        number ->
                                Credentials.of(
                                        "api_key",
                                        "sk-" + Credentials.hex(NAME, "api_key", number, 40),
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
    public List<Route> routes() {
        var id = "/v1/videos/(video_[0-9a-z]+)";
        return List.of(
                Route.of(Step.SUBMIT, "POST", "/v1/videos", this::create),
                Route.of(Step.SUBMIT, "POST", id + "/remix", this::remix),
                Route.of(Step.SUBMIT, "POST", "/v1/videos/(edits|extensions)", this::fromVideo),
                Route.of(Step.POLL, "GET", "/v1/videos", this::list),
                Route.of(Step.POLL, "GET", "/v1/videos/([^/]+)", this::get),
                Route.of(Step.DOWNLOAD, "GET", "/v1/videos/([^/]+)/content", this::content),
                Route.of(Step.CANCEL, "DELETE", "/v1/videos/([^/]+)", this::delete));
    }

    @Override
    public String newId(long number) {
        return "video_" + Credentials.hex(NAME, "task", (int) number, 32);
    }

    @Override
    public Duration linkLife() {
        return LIFE;
    }

    private Ask create(Call call, Matcher path) throws InterruptedException {
        var account = account(call);
        var parts = Multipart.read(call);
        var fields = Fields.of(parts == null ? call.json() : form(parts), OpenAiVideos::wrong);
        fields.only("model", "prompt", "seconds", "size", "input_reference", "characters");
        var model = fields.optionalText("model", 100);
        var size = size(fields, model);
        var picture = parts == null ? picture(fields) : uploaded(parts);
        if (picture.isPresent() && !isOfSize(picture.get(), size)) {
            throw invalid(
                    "input_reference", "Inpaint image must match the requested width and height");
        }
        fields.objects("characters", 2);
        return order(account, fields, model.isEmpty() ? "sora-2" : model, size, null);
    }

    private Ask remix(Call call, Matcher path) {
        var account = account(call);
        var fields = Fields.of(call.json(), OpenAiVideos::wrong).only("prompt");
        return derived(account, fields, find(account, path.group(1)));
    }

    private Ask fromVideo(Call call, Matcher path) {
        var account = account(call);
        var fields = Fields.of(call.json(), OpenAiVideos::wrong).only("prompt", "seconds", "video");
        return derived(account, fields, find(account, fields.object("video").text("id", 100)));
    }

    private Ask derived(Account account, Fields fields, Task source) {
        if (desk.view(source, LIFE).phase() != Phase.SUCCEEDED) {
            throw invalid("video", "The video is not completed");
        }
        var order = source.order();
        var size = order.width() + "x" + order.height();
        return order(account, fields, order.model(), size, source.id());
    }

    private Ask order(
            Account account, Fields fields, String model, String size, @Nullable String source) {
        var sides = size.split("x");
        var seconds = fields.choice("seconds", "4", SECONDS);
        var order =
                Order.of(
                                model,
                                fields.text("prompt", LONGEST_PROMPT),
                                Integer.parseInt(seconds),
                                Integer.parseInt(sides[0]),
                                Integer.parseInt(sides[1]),
                                true)
                        .remembering(Json.of("remixed_from_video_id", source));
        return Ask.order(account, order, task -> Answer.json(json(desk.view(task, LIFE))));
    }

    private static String size(Fields fields, String model) {
        if (PRO.contains(model)) {
            return fields.choice("size", "720x1280", PRO_SIZES);
        }
        if (!model.isEmpty() && !PLAIN.contains(model)) {
            throw new Refused(retired(model), "model: no such model");
        }
        return fields.choice("size", "720x1280", SIZES);
    }

    private static ObjectNode form(List<Multipart.Part> parts) {
        var form = Json.of();
        for (var part : parts) {
            if (part.file() == null) {
                form.put(part.name(), part.text());
            } else if (!part.name().equals("input_reference")) {
                throw invalid(part.name(), "Unexpected file");
            }
        }
        return form;
    }

    private static Optional<Picture> uploaded(List<Multipart.Part> parts) {
        for (var part : parts) {
            if (part.file() != null) {
                var picture = Picture.of(part.content());
                if (picture.isEmpty() || !picture.get().type().equals(part.type())) {
                    throw invalid("input_reference", "Unsupported mimetype " + part.type());
                }
                return picture;
            }
        }
        return Optional.empty();
    }

    private Optional<Picture> picture(Fields fields) throws InterruptedException {
        if (!fields.has("input_reference")) {
            return Optional.empty();
        }
        var reference = fields.object("input_reference").only("image_url", "file_id");
        if (reference.has("image_url") == reference.has("file_id")) {
            throw invalid("input_reference", "Give exactly one of image_url and file_id");
        }
        if (reference.has("file_id")) {
            throw invalid("input_reference.file_id", "No such file");
        }
        var url = reference.text("image_url", 30_000_000);
        if (!url.startsWith("https://") && !Inputs.isWeb(url) && !Inputs.isData(url)) {
            throw invalid("input_reference.image_url", "Not an address");
        }
        return Optional.of(
                desk.world()
                        .inputs()
                        .picture(url)
                        .orElseThrow(() -> invalid("input_reference.image_url", "Cannot be read")));
    }

    private static boolean isOfSize(Picture picture, String size) {
        return size.equals(picture.width() + "x" + picture.height());
    }

    private Ask get(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(account, path.group(1)),
                task -> {
                    var view = desk.look(task, LIFE);
                    return Answer.json(json(view)).with("openai-poll-after-ms", "1000");
                });
    }

    private Ask list(Call call, Matcher path) {
        var account = account(call);
        var limit = call.parameter("limit").isEmpty() ? "20" : call.parameter("limit");
        if (!limit.matches("[0-9]{1,2}|100")) {
            throw invalid("limit", "must be from 0 to 100");
        }
        var all = desk.tasks().newest(account);
        var sorted = call.parameter("order").equals("asc") ? all.reversed() : all;
        var after = call.parameter("after");
        var from = sorted.stream().map(Task::id).toList().indexOf(after) + 1;
        var rest = sorted.subList(from, sorted.size());
        var page = rest.subList(0, Math.min(rest.size(), Integer.parseInt(limit)));
        return Ask.aboutAll(
                account,
                page,
                () ->
                        Answer.json(
                                Json.of(
                                        "object",
                                        "list",
                                        "data",
                                        Json.list(
                                                page.stream()
                                                        .map(task -> json(desk.look(task, LIFE)))
                                                        .toList()),
                                        "first_id",
                                        page.isEmpty() ? null : page.getFirst().id(),
                                        "last_id",
                                        page.isEmpty() ? null : page.getLast().id(),
                                        "has_more",
                                        page.size() < rest.size())));
    }

    private Ask content(Call call, Matcher path) {
        var account = account(call);
        var variant = call.parameter("variant");
        return Ask.about(account, find(account, path.group(1)), task -> content(task, variant));
    }

    private Answer content(Task task, String variant) throws InterruptedException {
        var view = desk.view(task, LIFE);
        if (view.files().isEmpty()) {
            return error(400, INVALID, "invalid_request", "Video is not ready yet", null);
        }
        if (desk.world().time().instant().isAfter(view.updated().plus(LIFE))) {
            return error(404, INVALID, "not_found", "The content has expired", null);
        }
        var clip = desk.clip(task);
        var clips = desk.world().clips();
        return switch (variant) {
            case "", "video" -> Answer.file("video/mp4", clip);
            case "thumbnail" -> Answer.file("image/webp", clips.still(clip, "webp"));
            case "spritesheet" -> Answer.file("image/jpeg", clips.still(clip, "jpg"));
            default -> error(400, INVALID, "invalid_value", "No such variant", "variant");
        };
    }

    private Ask delete(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(account, path.group(1)),
                task -> {
                    if (!desk.view(task, LIFE).phase().isFinal()) {
                        return error(400, INVALID, "invalid_request", "Video is running", null);
                    }
                    desk.tasks().forget(task);
                    return Answer.json(
                            Json.of("id", task.id(), "object", "video.deleted", "deleted", true));
                });
    }

    private static ObjectNode json(View view) {
        var order = view.task().order();
        var isDone = view.isDone();
        var ended = view.ended();
        return Json.of(
                "id",
                view.task().id(),
                "object",
                "video",
                "model",
                order.model(),
                "status",
                view.word("queued", "in_progress", "completed", "failed", "failed", "failed"),
                "progress",
                view.progress(),
                "created_at",
                view.task().created().getEpochSecond(),
                "completed_at",
                isDone ? seconds(ended, Duration.ZERO) : null,
                "expires_at",
                isDone ? seconds(ended, LIFE) : null,
                "prompt",
                order.prompt(),
                "size",
                order.width() + "x" + order.height(),
                "seconds",
                Integer.toString(order.seconds()),
                "remixed_from_video_id",
                order.echo().get("remixed_from_video_id"),
                "error",
                view.isFailed() ? failure(view.task()) : null);
    }

    private static @Nullable Long seconds(@Nullable Instant time, Duration later) {
        return time == null ? null : time.plus(later).getEpochSecond();
    }

    private static JsonNode failure(Task task) {
        return Json.of(
                "code",
                task.failure("moderation_blocked", "internal_error"),
                "message",
                task.isAgainstPolicy()
                        ? "Your request was blocked by our moderation system."
                        : "The video could not be generated.");
    }

    @Override
    public Optional<Notice> notice(View view) {
        var url = desk.webhook(view.task().account());
        if (url == null || !view.phase().isFinal()) {
            return Optional.empty();
        }
        var now = desk.world().time().instant().getEpochSecond();
        var type = view.phase() == Phase.SUCCEEDED ? "video.completed" : "video.failed";
        var event = "evt_" + view.task().id();
        var body =
                Json.of(
                        "id",
                        event,
                        "object",
                        "event",
                        "created_at",
                        now,
                        "type",
                        type,
                        "data",
                        Json.of("id", view.task().id()));
        var secret = view.task().account().credential("webhook_secret");
        return Optional.of(
                new Notice(
                        url,
                        Json.bytes(body),
                        bytes ->
                                Map.of(
                                        "webhook-id",
                                        "wh_" + event,
                                        "webhook-timestamp",
                                        Long.toString(now),
                                        "webhook-signature",
                                        Hmac.standardWebhook(secret, "wh_" + event, now, bytes))));
    }

    private Account account(Call call) {
        return desk.accounts()
                .find("api_key", Credentials.shown(call, "Bearer"))
                .orElseThrow(() -> new Refused(error("invalid_api_key"), "unknown key"));
    }

    private Task find(Account account, String id) {
        return desk.tasks()
                .find(id, account)
                .orElseThrow(
                        () ->
                                new Refused(
                                        error(
                                                404,
                                                INVALID,
                                                "not_found",
                                                "Video with id '" + id + "' not found.",
                                                null),
                                        "no such video"));
    }

    private static Refused wrong(String field, String why) {
        return invalid(field, field + " " + why);
    }

    private static Refused invalid(String field, String message) {
        return new Refused(error(400, INVALID, "invalid_value", message, field), message);
    }

    private static Answer retired(String model) {
        return error(
                404,
                INVALID,
                "model_not_found",
                "The model '" + model + "' does not exist or you do not have access to it.",
                null);
    }

    @Override
    public Answer fault(Fault fault, Call call) {
        return switch (fault) {
            case CALLER -> error("invalid_value");
            case CONTENT_POLICY -> error("moderation_blocked");
            case OPERATOR -> error("invalid_api_key");
            case QUOTA -> error("insufficient_quota");
            case THROTTLE, CONCURRENCY -> error("rate_limit_exceeded");
            case SERVER -> error("server_error");
            case AWAY -> error("server_error").withStatus(503);
            case RETIRED -> error("model_not_found");
        };
    }

    @Override
    public Answer error(String code, Call call) {
        return error(code);
    }

    private static Answer error(String code) {
        return switch (code) {
            case "moderation_blocked", "content_policy_violation" ->
                    error(
                            400,
                            INVALID,
                            code,
                            "Your request was blocked by our moderation system.",
                            null);
            case "sentinel_block" ->
                    error(
                            400,
                            INVALID,
                            code,
                            "Hmmm something didn't look right with your request.",
                            null);
            case "invalid_api_key" ->
                    error(401, INVALID, code, "Incorrect API key provided.", null);
            case "insufficient_quota", "billing_hard_limit_reached" ->
                    error(429, code, code, "You exceeded your current quota.", null);
            case "rate_limit_exceeded" -> error(429, "requests", code, "Rate limit reached.", null);
            case "server_error" -> error(500, code, null, "The server had an error.", null);
            case "model_not_found" -> retired("sora-2");
            default -> error(400, INVALID, code, "Invalid value.", null);
        };
    }

    @Override
    public Answer unknownPath() {
        return error(404, INVALID, null, "Invalid URL", null);
    }

    private static Answer error(
            int status,
            String type,
            @Nullable String code,
            String message,
            @Nullable String parameter) {
        return Answer.json(
                status,
                Json.of(
                        "error",
                        Json.of(
                                "message", message, "type", type, "param", parameter, "code",
                                code)));
    }
}
