package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.View;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;

/// Alibaba's Wan on DashScope, protocol A and B.
final class Alibaba implements Wire {
    static final String NAME = "alibaba";
    private static final Duration LIFE = Duration.ofHours(24);
    private static final DateTimeFormatter TIMES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.ofHours(8));
    private static final DateTimeFormatter FILTER =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.ofHours(8));
    private static final String[] WORDS = {
        "PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN"
    };
    private static final Set<String> FRAMES =
            Set.of(
                    "[first_frame]",
                    "[first_frame, last_frame]",
                    "[driving_audio, first_frame]",
                    "[driving_audio, first_frame, last_frame]",
                    "[first_clip]",
                    "[first_clip, last_frame]");

    private final Desk desk;

    Alibaba(World world) {
        this.desk =
                new Desk(
                        NAME,
                        world,
                        number ->
                                Credentials.of(
                                        "api_key",
                                        "sk-" + Credentials.hex(NAME, "api_key", number, 32)));
    }

    @Override
    public Desk desk() {
        return desk;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.of(
                        Step.SUBMIT,
                        "POST",
                        "/api/v1/services/aigc/(video-generation|image2video)/video-synthesis",
                        this::submit),
                Route.of(Step.POLL, "GET", "/api/v1/tasks", this::list),
                Route.of(Step.POLL, "GET", "/api/v1/tasks/([^/]+)", this::query),
                Route.of(Step.CANCEL, "POST", "/api/v1/tasks/([^/]+)/cancel", this::cancel));
    }

    @Override
    public String newId(long number) {
        return Dummy.uuid(NAME + number);
    }

    @Override
    public Duration linkLife() {
        return LIFE;
    }

    private Ask submit(Call call, Matcher path) throws InterruptedException {
        var account = account(call);
        if (!call.header("X-DashScope-Async").equals("enable")) {
            throw refused("AccessDenied", "current user api does not support synchronous calls");
        }
        var fields = Fields.of(call.json(), Alibaba::wrong).only("model", "input", "parameters");
        if (!fields.has("model")) {
            throw refused("BadRequest.EmptyModel", "model is required");
        }
        if (!fields.has("input")) {
            throw refused("BadRequest.EmptyInput", "input is required");
        }
        var model = AlibabaModels.of(fields.text("model", 100));
        if (model == null) {
            throw refused("ModelNotFound", "Model not exist.");
        }
        if (model.kind().equals("kf2v") != path.group(1).equals("image2video")) {
            throw refused("InvalidURL", "url error, please check url!");
        }
        var input = fields.object("input");
        var hasText = model.kind().equals("t2v") || model.kind().equals("r2v");
        var limit = Integer.MAX_VALUE; // longer text is cut silently
        var prompt = hasText ? input.text("prompt", limit) : input.optionalText("prompt", limit);
        input.optionalText("negative_prompt", 500);
        inputs(input, model);
        return order(account, fields, model, prompt);
    }

    private Ask order(Account account, Fields fields, AlibabaModels model, String prompt) {
        var parameters = fields.object("parameters");
        var size = size(parameters, model);
        var seconds =
                parameters.whole(
                        "duration", 5, model.seconds()::contains, "one of " + model.seconds());
        parameters.large("seed", 0, 0, Integer.MAX_VALUE);
        parameters.flag("prompt_extend", true);
        parameters.flag("watermark", false);
        var isSix = model.name().startsWith("wan2.6");
        if (!isSix && parameters.has("shot_type")) {
            throw parameters.wrong("shot_type", "is not supported by this model");
        }
        parameters.choice("shot_type", "single", "single", "multi");
        var takesAudio = model.kind().equals("i2v") && model.hasSound() && !model.isMedia();
        if (!takesAudio && parameters.has("audio")) {
            throw parameters.wrong("audio", "is not supported by this model");
        }
        var hasSound = parameters.flag("audio", model.hasSound());
        var sides = size.split("\\*");
        var order =
                Order.of(
                                model.name(),
                                prompt.substring(
                                        0, Math.min(prompt.length(), model.longestPrompt())),
                                seconds,
                                Integer.parseInt(sides[0]),
                                Integer.parseInt(sides[1]),
                                hasSound)
                        .remembering(
                                Json.of(
                                        "size",
                                        size,
                                        "extended",
                                        parameters.flag("prompt_extend", true)));
        return Ask.order(
                account,
                order,
                task ->
                        ok(
                                Json.of(
                                        "output",
                                        Json.of("task_id", task.id(), "task_status", "PENDING"))));
    }

    private static String size(Fields parameters, AlibabaModels model) {
        var known =
                new ArrayList<>(
                        List.of(
                                "duration",
                                "seed",
                                "prompt_extend",
                                "watermark",
                                "shot_type",
                                "audio"));
        var hasSize =
                !model.isMedia() && (model.kind().equals("t2v") || model.kind().equals("r2v"));
        known.add(hasSize ? "size" : "resolution");
        if (model.isMedia() && !model.kind().equals("i2v")) {
            known.add("ratio");
        }
        parameters.only(known.toArray(String[]::new));
        if (hasSize) {
            var sizes = model.sizes();
            return parameters.choice("size", sizes[0], sizes);
        }
        var ratio = parameters.choice("ratio", "16:9", "16:9", "9:16", "1:1", "4:3", "3:4");
        var tier =
                parameters.choice(
                        "resolution",
                        model.tiers().getFirst(),
                        model.tiers().toArray(String[]::new));
        var size = Sizes.of(tier, ratio);
        return size.getKey() + "*" + size.getValue();
    }

    private void inputs(Fields input, AlibabaModels model) throws InterruptedException {
        if (model.isMedia()) {
            input.only("prompt", "negative_prompt", "media");
            media(input, model);
            return;
        }
        switch (model.kind()) {
            case "t2v" -> input.only("prompt", "negative_prompt", "audio_url");
            case "i2v" -> {
                input.only("prompt", "negative_prompt", "audio_url", "img_url", "template");
                if (!input.has("img_url")) {
                    throw refused("InvalidParameter", "Field required: input.img_url");
                }
                picture(input, "img_url", 360);
            }
            case "kf2v" -> {
                input.only("prompt", "negative_prompt", "first_frame_url", "last_frame_url");
                picture(input, "first_frame_url", 240);
                picture(input, "last_frame_url", 240);
            }
            default -> {
                input.only("prompt", "negative_prompt", "reference_urls");
                for (var url : input.texts("reference_urls", 0, 5)) {
                    there(url);
                }
            }
        }
        if (input.has("audio_url")) {
            if (!model.hasSound()) {
                throw input.wrong("audio_url", "is not supported by this model");
            }
            there(input.text("audio_url", 2000));
        }
    }

    private void media(Fields input, AlibabaModels model) throws InterruptedException {
        var types = new ArrayList<String>();
        for (var item : input.objects("media", 10)) {
            item.only("type", "url", "reference_voice");
            var type =
                    switch (model.kind()) {
                        case "i2v" ->
                                item.choice(
                                        "type",
                                        "",
                                        "first_frame",
                                        "last_frame",
                                        "driving_audio",
                                        "first_clip");
                        case "r2v" ->
                                item.choice(
                                        "type",
                                        "",
                                        "reference_image",
                                        "reference_video",
                                        "first_frame");
                        case "edit" -> item.choice("type", "", "video", "reference_image");
                        default -> throw input.wrong("media", "is not for text");
                    };
            if (type.contains("frame") || type.contains("image")) {
                picture(item, "url", 240);
            } else if (type.endsWith("_video")) {
                clip(item.text("url", 30_000_000));
            } else {
                there(item.text("url", 30_000_000));
            }
            types.add(type);
        }
        var sorted = types.stream().sorted().toList().toString();
        if (model.kind().equals("i2v") && !FRAMES.contains(sorted)) {
            throw input.wrong("media", "has a combination that is not allowed: " + sorted);
        }
    }

    private void picture(Fields fields, String name, int shortest) throws InterruptedException {
        var url = fields.text(name, 30_000_000);
        if (url.startsWith("oss://")) {
            return;
        }
        if (!Inputs.isWeb(url) && !Inputs.isData(url)) {
            throw refused("InvalidURL", "url error, please check url!");
        }
        var picture = desk.world().inputs().picture(url);
        if (picture.isEmpty()) {
            throw refused(
                    Inputs.isWeb(url)
                            ? "BadRequest.InputDownloadFailed"
                            : "BadRequest.UnsupportedFileFormat",
                    "input." + name);
        }
        if (picture.get().shortSide() < shortest) {
            throw refused("InvalidParameter", "image side is less than " + shortest);
        }
    }

    private void clip(String url) throws InterruptedException {
        if (!url.startsWith("oss://") && !desk.world().inputs().isClip(url)) {
            throw refused("BadRequest.UnsupportedFileFormat", "an input is no clip");
        }
    }

    private void there(String url) throws InterruptedException {
        if (!url.startsWith("oss://") && !desk.world().inputs().isThere(url)) {
            throw refused("BadRequest.InputDownloadFailed", "an input cannot be downloaded");
        }
    }

    private Ask query(Call call, Matcher path) {
        var account = account(call);
        var id = path.group(1);
        return desk.tasks()
                .find(id, account)
                .filter(this::isKept)
                .map(task -> Ask.about(account, task, this::answer))
                .orElseGet(
                        () ->
                                Ask.plain(
                                        account,
                                        () ->
                                                ok(
                                                        Json.of(
                                                                "output",
                                                                Json.of(
                                                                        "task_id",
                                                                        id,
                                                                        "task_status",
                                                                        "UNKNOWN")))));
    }

    private boolean isKept(Task task) {
        return desk.world().time().instant().isBefore(task.created().plus(LIFE));
    }

    private Answer answer(Task task) {
        var view = desk.look(task, LIFE);
        var answer = Json.of("output", output(view));
        if (view.isDone()) {
            answer.set("usage", usage(task));
        }
        return ok(answer);
    }

    private static ObjectNode output(View view) {
        var task = view.task();
        var output =
                Json.of(
                        "task_id",
                        task.id(),
                        "task_status",
                        view.word(WORDS),
                        "submit_time",
                        TIMES.format(task.created()));
        if (view.started() != null) {
            output.put("scheduled_time", TIMES.format(view.started()));
        }
        if (view.ended() != null) {
            output.put("end_time", TIMES.format(view.ended()));
        }
        if (view.isDone()) {
            output.put("orig_prompt", task.order().prompt());
            if (!isSinceSix(task) && task.order().echo().path("extended").asBoolean()) {
                output.put("actual_prompt", task.order().prompt());
            }
            if (!view.files().isEmpty()) {
                output.put("video_url", view.files().getFirst());
            }
        }
        if (view.isFailed()) {
            var code = task.failure("DataInspectionFailed", "InternalError.Algo");
            output.put("code", code);
            output.put("message", "The task failed: " + code);
        }
        return output;
    }

    private static boolean isSinceSix(Task task) {
        var model = AlibabaModels.of(task.order().model());
        return model != null && model.isSinceSix();
    }

    private static ObjectNode usage(Task task) {
        var order = task.order();
        return isSinceSix(task)
                ? Json.of(
                        "duration",
                        (double) order.seconds(),
                        "size",
                        order.echo().get("size"),
                        "input_video_duration",
                        0,
                        "output_video_duration",
                        order.seconds(),
                        "video_count",
                        1,
                        "SR",
                        Math.min(order.width(), order.height()))
                : Json.of(
                        "video_count",
                        1,
                        "video_duration",
                        order.seconds(),
                        "video_ratio",
                        order.echo().get("size"));
    }

    private Ask list(Call call, Matcher path) {
        var account = account(call);
        var status = call.parameter("status");
        var model = call.parameter("model_name");
        var from = call.parameter("start_time");
        var to = call.parameter("end_time");
        var all =
                desk.tasks().newest(account).stream()
                        .filter(this::isKept)
                        .filter(task -> model.isEmpty() || task.order().model().equals(model))
                        .filter(
                                task ->
                                        status.isEmpty()
                                                || desk.view(task, LIFE).word(WORDS).equals(status))
                        .filter(task -> from.isEmpty() || from.compareTo(at(task.created())) <= 0)
                        .filter(task -> to.isEmpty() || to.compareTo(at(task.created())) >= 0)
                        .toList();
        var size = Math.clamp(Fields.count(call.parameter("page_size")), 0, 100);
        var usual = size == 0 ? 10 : size;
        var number = Math.max(1, Fields.count(call.parameter("page_no")));
        var page = all.stream().skip(usual * (number - 1L)).limit(usual).toList();
        return Ask.aboutAll(
                account,
                page,
                () ->
                        ok(
                                Json.of(
                                        "total",
                                        all.size(),
                                        "page_no",
                                        number,
                                        "page_size",
                                        usual,
                                        "data",
                                        Json.list(page.stream().map(this::listed).toList()))));
    }

    private static String at(Instant time) {
        return FILTER.format(time);
    }

    private ObjectNode listed(Task task) {
        return Json.of(
                "task_id",
                task.id(),
                "status",
                desk.look(task, LIFE).word(WORDS),
                "model_name",
                task.order().model(),
                "start_time",
                task.created().toEpochMilli());
    }

    private Ask cancel(Call call, Matcher path) {
        var account = account(call);
        var task =
                desk.tasks()
                        .find(path.group(1), account)
                        .orElseThrow(() -> refused("NotFound", "no such task"));
        return Ask.about(
                account,
                task,
                found -> {
                    var now = desk.world().time().instant();
                    if (found.phase(now) != Phase.QUEUED) {
                        return error("UnsupportedOperation", "only pending tasks can be cancelled");
                    }
                    found.move(Phase.CANCELLED, now);
                    return ok(Json.of());
                });
    }

    private Account account(Call call) {
        return desk.accounts()
                .find("api_key", Credentials.shown(call, "Bearer"))
                .orElseThrow(() -> refused("InvalidApiKey", "Invalid API-key provided."));
    }

    private static Answer ok(ObjectNode members) {
        return Answer.json(Json.of("request_id", UUID.randomUUID().toString()).setAll(members));
    }

    private static Refused wrong(String field, String why) {
        return refused("InvalidParameter", field + " " + why);
    }

    private static Refused refused(String code, String message) {
        return new Refused(error(code, message), code + ": " + message);
    }

    private static int status(String code) {
        if (code.startsWith("Throttling") || code.endsWith("BillOverdue")) {
            return 429;
        }
        if (code.startsWith("InternalError")) {
            return 500;
        }
        if (code.contains("AccessDenied") || code.startsWith("AllocationQuota")) {
            return 403;
        }
        return switch (code) {
            case "LimitRequests", "insufficient_quota", "CommodityNotPurchased" -> 429;
            case "RequestTimeOut", "SystemError" -> 500;
            case "ModelServingError", "ModelUnavailable", "ServiceUnavailable" -> 503;
            case "InvalidApiKey", "NOT AUTHORIZED" -> 401;
            case "ModelNotFound", "model_not_found", "WorkSpaceNotFound", "NotFound" -> 404;
            default -> 400;
        };
    }

    @Override
    public Answer fault(Fault fault, Call call) {
        return error(
                switch (fault) {
                    case CALLER -> "InvalidParameter";
                    case CONTENT_POLICY -> "DataInspectionFailed";
                    case OPERATOR -> "InvalidApiKey";
                    case QUOTA -> "Arrearage";
                    case THROTTLE -> "Throttling.RateQuota";
                    case CONCURRENCY -> "Throttling";
                    case SERVER -> "InternalError";
                    case AWAY -> "ServiceUnavailable";
                    case RETIRED -> "ModelNotFound";
                },
                call);
    }

    @Override
    public Answer error(String code, Call call) {
        return error(code, code);
    }

    private static Answer error(String code, String message) {
        return Answer.json(
                status(code),
                Json.of(
                        "request_id",
                        UUID.randomUUID().toString(),
                        "code",
                        code,
                        "message",
                        message));
    }
}
