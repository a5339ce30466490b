package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.simulator.callback.Hmac;
import dev.reelay.simulator.callback.Notice;
import dev.reelay.simulator.clip.Inputs;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Account;
import dev.reelay.simulator.task.Dummy;
import dev.reelay.simulator.task.Order;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.View;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// kie.ai's market and its Veo, which has paths and shapes of its own. Errors come with HTTP 200.
final class Kie implements Wire {
    static final String NAME = "kie";
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration KEPT = Duration.ofDays(14);
    private static final String NUMBER = "duration";

    private final Desk desk;
    private final KieUploads uploads;

    Kie(World world) {
        this.desk =
                new Desk(
                        NAME,
                        world,
                        number ->
                                Credentials.of(
                                        "api_key",
                                        "kie_" + Credentials.hex(NAME, "api_key", number, 32),
                                        "webhook_secret",
                                        "whk_" + Credentials.hex(NAME, "webhook", number, 16)));
        this.uploads = new KieUploads(desk);
    }

    @Override
    public Desk desk() {
        return desk;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.of(Step.SUBMIT, "POST", "/api/v1/jobs/createTask", this::create),
                Route.of(Step.POLL, "GET", "/api/v1/jobs/recordInfo", this::query),
                Route.of(Step.SUBMIT, "POST", "/api/v1/veo/generate", this::createVeo),
                Route.of(Step.POLL, "GET", "/api/v1/veo/record-info", this::query),
                Route.of(Step.POLL, "POST", "/api/v1/common/download-url", this::freshLink),
                Route.of(Step.OTHER, "GET", "/api/v1/chat/credit", this::credit),
                Route.of(Step.OTHER, "POST", "/api/file-stream-upload", this::upload),
                Route.of(Step.OTHER, "GET", "/uploads/([0-9a-f]+)", uploads::file));
    }

    @Override
    public String newId(long number) {
        return "task_" + Dummy.hex(NAME + number, 24);
    }

    @Override
    public Duration linkLife() {
        return LIFE;
    }

    private Ask create(Call call, Matcher path) throws InterruptedException {
        var account = account(call);
        // `callbackUrl` is silently ignored.
        var fields =
                Fields.of(call.json(), Kie::wrong)
                        .only(
                                "model",
                                "callBackUrl",
                                "callbackUrl",
                                "progressCallBackUrl",
                                "input");
        var name = fields.text("model", 100);
        var model = KieModels.of(name);
        if (model == null) {
            throw wrong("model", "is not supported");
        }
        if (!fields.has("input")) {
            throw wrong("input", "is required");
        }
        var input = fields.object("input");
        var known = new ArrayList<>(model.choices().keySet());
        known.addAll(model.others());
        known.add("prompt");
        if (!model.pictures().isEmpty()) {
            known.add(model.pictures());
        }
        input.only(known.toArray(String[]::new));
        var prompt = input.text("prompt", model.longestPrompt());
        pictures(input, model);
        var chosen = choices(input, name, model);
        flags(input);
        var seconds = chosen.getOrDefault(NUMBER, chosen.getOrDefault("n_frames", "6"));
        var size =
                Sizes.of(
                        chosen.getOrDefault("resolution", "720p"),
                        chosen.getOrDefault("aspect_ratio", "16:9"));
        var order =
                Order.of(
                                name,
                                prompt,
                                Integer.parseInt(seconds),
                                size.getKey(),
                                size.getValue(),
                                false)
                        .withCallback(fields.textOrNull("callBackUrl", 2000))
                        .remembering(Json.of("veo", false, "param", fields.json().toString()));
        return Ask.order(account, order, task -> ok(Json.of("taskId", task.id())));
    }

    private static Map<String, String> choices(Fields input, String name, KieModels model) {
        var chosen = new HashMap<String, String>();
        model.choices()
                .forEach(
                        (field, words) -> {
                            var isNumber =
                                    name.startsWith("bytedance/")
                                            && input.json().path(field).isIntegralNumber();
                            if (isNumber && field.equals(NUMBER)) {
                                var seconds =
                                        input.whole(field, 4, s -> s >= 4 && s <= 12, "4 to 12");
                                chosen.put(field, Integer.toString(seconds));
                            } else {
                                chosen.put(
                                        field,
                                        input.choice(
                                                field,
                                                words.getFirst(),
                                                words.toArray(String[]::new)));
                            }
                        });
        if (name.startsWith("bytedance/") && !input.has("aspect_ratio")) {
            throw input.wrong("aspect_ratio", "is required");
        }
        return chosen;
    }

    private static void flags(Fields input) {
        for (var name :
                List.of(
                        "remove_watermark",
                        "prompt_optimizer",
                        "multi_shots",
                        "fixed_lens",
                        "generate_audio")) {
            input.flag(name, false);
        }
        input.number("cfg_scale", 0.5, 0, 1);
        input.optionalText("negative_prompt", 500);
        input.texts("character_id_list", 0, 5);
    }

    private void pictures(Fields input, KieModels model) throws InterruptedException {
        var name = model.pictures();
        if (name.isEmpty()) {
            return;
        }
        var isTwo = name.equals("input_urls");
        var urls =
                model.isList()
                        ? input.texts(name, model.needsPicture() ? 1 : 0, isTwo ? 2 : 1)
                        : List.of(input.text(name, 2000));
        var all = new ArrayList<>(urls);
        for (var last : List.of("tail_image_url", "end_image_url")) {
            if (input.has(last)) {
                all.add(input.text(last, 2000));
            }
        }
        checkPictures(all);
    }

    private void checkPictures(List<String> urls) throws InterruptedException {
        for (var url : urls) {
            if (!Inputs.isWeb(url) || desk.world().inputs().picture(url).isEmpty()) {
                throw new Refused(error(451, "Failed to fetch the image"), "image " + url.length());
            }
        }
    }

    private Ask createVeo(Call call, Matcher path) throws InterruptedException {
        var account = account(call);
        var fields =
                Fields.of(call.json(), Kie::wrong)
                        .only(
                                "prompt",
                                "model",
                                "generationType",
                                "imageUrls",
                                "aspect_ratio",
                                "aspectRatio",
                                "seeds",
                                "watermark",
                                "callBackUrl",
                                "enableTranslation",
                                "enableFallback");
        var model = fields.choice("model", "veo3_fast", "veo3_fast", "veo3", "veo3_lite");
        var images = fields.texts("imageUrls", 0, 3);
        var type =
                fields.choice(
                        "generationType",
                        images.isEmpty() ? "TEXT_2_VIDEO" : "FIRST_AND_LAST_FRAMES_2_VIDEO",
                        "TEXT_2_VIDEO",
                        "FIRST_AND_LAST_FRAMES_2_VIDEO",
                        "REFERENCE_2_VIDEO");
        var most = type.startsWith("TEXT") ? 0 : type.startsWith("FIRST") ? 2 : 3;
        if (images.size() > most || most > 0 && images.isEmpty()) {
            throw wrong("imageUrls", "has a wrong number of images");
        }
        if (type.startsWith("REFERENCE") && !model.equals("veo3_fast")) {
            throw wrong("generationType", "is for veo3_fast only");
        }
        checkPictures(images);
        var ratio = fields.choice("aspect_ratio", "16:9", "16:9", "9:16", "Auto");
        fields.choice("aspectRatio", "16:9", "16:9", "9:16", "Auto");
        fields.whole("seeds", 10_000, s -> s >= 10_000 && s <= 99_999, "10000 to 99999");
        fields.flag("enableTranslation", true);
        var size = Sizes.of("720p", ratio);
        var order =
                Order.of(
                                model,
                                fields.text("prompt", 10_000),
                                8,
                                size.getKey(),
                                size.getValue(),
                                true)
                        .withCallback(fields.textOrNull("callBackUrl", 2000))
                        .remembering(Json.of("veo", true, "param", fields.json().toString()));
        return Ask.order(account, order, task -> ok(Json.of("taskId", task.id())));
    }

    private Ask query(Call call, Matcher path) {
        var account = account(call);
        var isVeo = call.path().contains("/veo/");
        var now = desk.world().time().instant();
        var task =
                desk.tasks()
                        .find(call.parameter("taskId"), account)
                        .filter(found -> isVeo(found) == isVeo)
                        .filter(found -> now.isBefore(found.created().plus(KEPT)))
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                error(422, "recordInfo is null"), "no such task"));
        return Ask.about(
                account,
                task,
                found -> {
                    var view = desk.look(found, LIFE);
                    return ok(isVeo ? veo(view) : market(view));
                });
    }

    private static boolean isVeo(Task task) {
        return task.order().echo().path("veo").asBoolean();
    }

    private static ObjectNode market(View view) {
        var task = view.task();
        var isFailed = view.isFailed();
        return Json.of(
                "taskId",
                task.id(),
                "model",
                task.order().model(),
                "state",
                view.word("queuing", "generating", "success", "fail", "fail", "fail"),
                "param",
                task.order().echo().get("param"),
                "resultJson",
                view.isDone() ? Json.of("resultUrls", view.files()).toString() : "",
                "failCode",
                isFailed ? task.failure("400", "500") : null,
                "failMsg",
                isFailed ? reason(task) : null,
                "costTime",
                118,
                "completeTime",
                completed(view),
                "createTime",
                task.created().toEpochMilli(),
                "updateTime",
                view.updated().toEpochMilli(),
                "creditsConsumed",
                isFailed ? 0 : 30,
                "progress",
                view.progress());
    }

    private static @Nullable Long completed(View view) {
        var ended = view.ended();
        return ended == null ? null : ended.toEpochMilli();
    }

    private static String reason(Task task) {
        return task.isAgainstPolicy()
                ? "Your prompt was flagged by the content policy"
                : "Internal Error";
    }

    private static ObjectNode veo(View view) {
        var task = view.task();
        var flag = view.isStrange() ? 9 : view.isDone() ? 1 : view.isFailed() ? 2 : 0;
        var json =
                Json.of(
                        "taskId",
                        task.id(),
                        "successFlag",
                        flag,
                        "paramJson",
                        task.order().echo().get("param"),
                        "completeTime",
                        completed(view),
                        "createTime",
                        task.created().toEpochMilli(),
                        "errorCode",
                        flag == 2 ? Integer.valueOf(task.failure("400", "500")) : null,
                        "errorMessage",
                        flag == 2 ? reason(task) : "",
                        "fallbackFlag",
                        false);
        if (flag == 1) {
            json.set("response", results(view).put("taskId", task.id()));
        }
        return json;
    }

    private static ObjectNode results(View view) {
        return Json.of("resultUrls", view.files(), "originUrls", null, "resolution", "720p");
    }

    private Ask freshLink(Call call, Matcher path) {
        var account = account(call);
        var url = Fields.of(call.json(), Kie::wrong).only("url").text("url", 2000);
        var parts = url.split("/");
        var task =
                desk.tasks()
                        .find(parts.length > 4 ? parts[4] : "", account)
                        .orElseThrow(
                                () -> new Refused(error(422, "url is unknown"), "no such url"));
        var life = Duration.ofMinutes(20);
        return Ask.about(
                account,
                task,
                found ->
                        Answer.json(
                                Json.of(
                                        "code",
                                        200,
                                        "msg",
                                        "success",
                                        "data",
                                        desk.world().links().to(found, 0, "mp4", life))));
    }

    private Ask upload(Call call, Matcher path) {
        return uploads.take(account(call), call);
    }

    private Ask credit(Call call, Matcher path) {
        return Ask.plain(
                account(call),
                () -> Answer.json(Json.of("code", 200, "msg", "success", "data", 1000)));
    }

    @Override
    public Optional<Notice> notice(View view) {
        var url = view.task().order().callback();
        if (url == null || !view.phase().isFinal()) {
            return Optional.empty();
        }
        var task = view.task();
        var now = Long.toString(desk.world().time().instant().getEpochSecond());
        var key = task.account().credential("webhook_secret").getBytes(StandardCharsets.UTF_8);
        // Only id and time are signed, so a changed body has a good signature.
        return Optional.of(
                new Notice(
                        url,
                        Json.bytes(isVeo(task) ? veoMessage(view) : message(view)),
                        _ ->
                                Map.of(
                                        "X-Webhook-Timestamp",
                                        now,
                                        "X-Webhook-Signature",
                                        Hmac.base64(key, task.id() + "." + now))));
    }

    private static ObjectNode message(View view) {
        return Json.of(
                "code",
                view.isDone() ? 200 : 501,
                "msg",
                view.isDone()
                        ? "Playground task completed successfully."
                        : "Playground task failed.",
                "data",
                market(view).put("consumeCredits", 30).put("remainedCredits", 970));
    }

    private static ObjectNode veoMessage(View view) {
        var task = view.task();
        return view.isDone()
                ? Json.of(
                        "code",
                        200,
                        "msg",
                        "Veo3.1 video generated successfully.",
                        "data",
                        Json.of(
                                "taskId",
                                task.id(),
                                "info",
                                results(view),
                                "promptJson",
                                task.order().echo().get("param"),
                                "fallbackFlag",
                                false))
                : Json.of(
                        "code",
                        Integer.valueOf(task.failure("400", "500")),
                        "msg",
                        reason(task),
                        "data",
                        Json.of("taskId", task.id()));
    }

    private Account account(Call call) {
        var agent = call.header("User-Agent").toLowerCase(Locale.ROOT);
        if (agent.isEmpty() || agent.startsWith("python-urllib")) {
            throw new Refused(Answer.text(403, "text/plain", "error code: 1010"), "no User-Agent");
        }
        return desk.accounts()
                .find("api_key", Credentials.shown(call, "Bearer"))
                .orElseThrow(
                        () ->
                                new Refused(
                                        error(401, "You do not have access permissions"),
                                        "unknown key"));
    }

    static Answer ok(JsonNode data) {
        return Answer.json(Json.of("code", 200, "msg", "success", "data", data));
    }

    static Refused wrong(String field, String why) {
        return new Refused(error(422, field + " " + why), field + " " + why);
    }

    @Override
    public Answer broken(int status, Call call) {
        return error(status, "Server exception").withStatus(status);
    }

    @Override
    public Answer fault(Fault fault, Call call) {
        return switch (fault) {
            case CALLER -> error(422, "Validation failed");
            case CONTENT_POLICY -> error(400, "Your prompt was flagged by the content policy");
            case OPERATOR -> error(401, "You do not have access permissions");
            case QUOTA -> error(402, "Credits insufficient");
            case THROTTLE, CONCURRENCY -> error(429, "Your call frequency is too high");
            case SERVER -> error(500, "Server exception, please try again later");
            case AWAY -> error(455, "The service is under maintenance");
            case RETIRED -> error(505, "The feature is disabled");
        };
    }

    @Override
    public Answer error(String code, Call call) {
        return error(code.matches("[0-9]{3}") ? Integer.parseInt(code) : 422, code);
    }

    /// HTTP 200 whatever the code.
    private static Answer error(int code, String message) {
        return Answer.json(Json.of("code", code, "msg", message, "data", null));
    }
}
