package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.View;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// ByteDance's Seedance on Ark and ModelArk.
final class ByteDance implements Wire {
    static final String NAME = "bytedance";
    private static final String TASKS = "/api/v3/contents/generations/tasks";
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Pattern MODEL =
            Pattern.compile(
                    "(?:doubao-|dreamina-)?seedance-(1-0-lite-t2v|1-0-lite-i2v|1-0-pro|1-0-pro-fast"
                            + "|1-5-pro|2-0|2-0-fast|2-0-mini|2-5)-[0-9]{6}");
    private static final Pattern ENDPOINT = Pattern.compile("ep-[0-9]{14}-[0-9a-z]{5}");
    private static final DateTimeFormatter IN_IDS =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.ofHours(8));
    private static final String[] WORDS = {
        "queued", "running", "succeeded", "failed", "cancelled", "expired"
    };

    private final Desk desk;

    ByteDance(World world) {
        this.desk =
                new Desk(
                        NAME,
                        world,
                        number ->
                                Credentials.of(
                                        "api_key",
                                        "00000000-dummy-0000-0000-"
                                                + Credentials.hex(NAME, "api_key", number, 12)));
    }

    @Override
    public Desk desk() {
        return desk;
    }

    @Override
    public String base() {
        return "/api/v3";
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.of(Step.SUBMIT, "POST", TASKS, this::create),
                Route.of(Step.POLL, "GET", TASKS, this::list),
                Route.of(Step.POLL, "GET", TASKS + "/([^/]+)", this::get),
                Route.of(Step.CANCEL, "DELETE", TASKS + "/([^/]+)", this::delete));
    }

    @Override
    public String newId(long number) {
        var time = IN_IDS.format(desk.world().time().instant());
        return "cgt-" + time + "-" + Dummy.hex(NAME + number, 10);
    }

    @Override
    public Duration linkLife() {
        return LIFE;
    }

    private Ask create(Call call, Matcher path) throws InterruptedException {
        var account = account(call);
        var fields =
                Fields.of(call.json(), ByteDance::wrong)
                        .only(
                                "model",
                                "content",
                                "callback_url",
                                "return_last_frame",
                                "service_tier",
                                "execution_expires_after",
                                "priority",
                                "generate_audio",
                                "draft",
                                "tools",
                                "safety_identifier",
                                "resolution",
                                "ratio",
                                "duration",
                                "frames",
                                "seed",
                                "camera_fixed",
                                "watermark");
        var model = fields.text("model", 100);
        var version = version(model);
        var isTwo = version.startsWith("2");
        var hasAudio = isTwo || version.equals("1-5-pro");
        if (fields.has("generate_audio") && !hasAudio
                || fields.has("frames") && hasAudio
                || fields.has("camera_fixed") && isTwo
                || fields.has("draft") && !version.equals("1-5-pro")) {
            throw refused("InvalidParameter.UnsupportedParameter", "model does not support it");
        }
        var isFlex = fields.choice("service_tier", "default", "default", "flex").equals("flex");
        if (isFlex && (isTwo || fields.flag("draft", false))) {
            throw fields.wrong("service_tier", "flex is not supported here");
        }
        var images = content(fields, version);
        var resolution =
                version.equals("2-0-fast")
                        ? fields.choice("resolution", "720p", "480p", "720p")
                        : fields.choice("resolution", "720p", "480p", "720p", "1080p");
        var ratio =
                fields.choice(
                        "ratio",
                        images.isEmpty() ? "16:9" : "adaptive",
                        "16:9",
                        "4:3",
                        "1:1",
                        "3:4",
                        "9:16",
                        "21:9",
                        "adaptive");
        var least = isTwo || hasAudio ? 4 : 2;
        var most = version.equals("2-5") ? 30 : isTwo ? 15 : 12;
        var seconds =
                fields.whole(
                        "duration",
                        5,
                        s -> s >= least && s <= most || s == -1 && hasAudio,
                        "%d to %d".formatted(least, most));
        fields.whole("frames", 29, f -> f >= 29 && f <= 289 && f % 4 == 1, "25 + 4n");
        var seed = fields.large("seed", -1, -1, 4_294_967_295L);
        var limit =
                fields.whole(
                        "execution_expires_after",
                        172_800,
                        s -> s >= 3600 && s <= 259_200,
                        "3600 to 259200");
        var size = Sizes.of(resolution, ratio);
        var prompt = prompt(fields);
        var remembered =
                Json.of(
                        "seed",
                        seed == -1 ? 271_828 : seed,
                        "resolution",
                        resolution,
                        "ratio",
                        ratio.equals("adaptive") ? "16:9" : ratio,
                        "duration",
                        seconds == -1 ? 5 : seconds,
                        "framespersecond",
                        24,
                        "service_tier",
                        isFlex ? "flex" : "default",
                        "execution_expires_after",
                        limit,
                        "generate_audio",
                        fields.flag("generate_audio", hasAudio),
                        "draft",
                        fields.flag("draft", false));
        if (fields.has("safety_identifier")) {
            remembered.put("safety_identifier", fields.text("safety_identifier", 200));
        }
        var order =
                Order.of(
                                model,
                                prompt,
                                seconds == -1 ? 5 : seconds,
                                size.getKey(),
                                size.getValue(),
                                fields.flag("generate_audio", hasAudio))
                        .withCallback(fields.textOrNull("callback_url", 2000))
                        .withDeadline(Duration.ofSeconds(limit))
                        .remembering(
                                Json.of(
                                        "shown",
                                        remembered,
                                        "last_frame",
                                        fields.flag("return_last_frame", false)));
        return Ask.order(account, order, task -> Answer.json(Json.of("id", task.id())));
    }

    private static String version(String model) {
        if (ENDPOINT.matcher(model).matches()) {
            return "1-5-pro";
        }
        var known = MODEL.matcher(model);
        if (!known.matches()) {
            throw refused("InvalidEndpointOrModel.NotFound", "no such model " + model);
        }
        return known.group(1);
    }

    private static String prompt(Fields fields) {
        for (var item : fields.objects("content", 100)) {
            if (item.optionalText("type", 20).equals("text")) {
                return item.text("text", 10_000);
            }
        }
        return "";
    }

    /// The images' roles.
    private List<String> content(Fields fields, String version) throws InterruptedException {
        var roles = new ArrayList<String>();
        var texts = 0;
        var others = 0;
        for (var item : fields.objects("content", 20)) {
            switch (item.choice(
                    "type", "", "text", "image_url", "video_url", "audio_url", "draft_task")) {
                case "text" -> texts++;
                case "image_url" -> {
                    image(item.object("image_url"));
                    roles.add(
                            item.choice(
                                    "role", "", "first_frame", "last_frame", "reference_image"));
                }
                case "video_url" -> {
                    item.choice("role", "", "reference_video");
                    clip(item.object("video_url"));
                    others++;
                }
                case "audio_url" -> others++;
                case "draft_task" -> texts++;
                default -> throw item.wrong("type", "is required");
            }
        }
        if (texts > 1 || texts + roles.size() + others == 0) {
            throw refused("MissingParameter.content", "content needs one text or images");
        }
        var hasReferences = roles.contains("reference_image");
        var isMixed = hasReferences && !roles.stream().allMatch("reference_image"::equals);
        var first = List.of("first_frame");
        var isFrames =
                roles.isEmpty()
                        || roles.equals(first)
                        || roles.equals(List.of(""))
                        || roles.size() == 2
                                && roles.contains("first_frame")
                                && roles.contains("last_frame");
        if (isMixed || !hasReferences && !isFrames || others > 0 && !version.startsWith("2")) {
            throw refused("InvalidParameter.TaskTypeConstraint", "roles do not go together");
        }
        var most = version.startsWith("2") ? 9 : version.equals("1-0-lite-i2v") ? 4 : 0;
        if (hasReferences && roles.size() > most
                || roles.isEmpty() && version.equals("1-0-lite-i2v")
                || !roles.isEmpty() && version.equals("1-0-lite-t2v")
                || roles.size() == 2 && version.equals("1-0-pro-fast")) {
            throw refused("InvalidParameter.TaskTypeConstraint", "not with this model");
        }
        return roles;
    }

    /// Not inside the request, as pictures may be.
    private void clip(Fields clip) throws InterruptedException {
        var url = clip.optionalText("url", 45_000_000);
        var isThere =
                url.startsWith("asset://")
                        || Inputs.isWeb(url) && desk.world().inputs().isClip(url);
        if (!isThere) {
            throw refused("InvalidParameter.video_url", "video_url.url holds no clip");
        }
    }

    private void image(Fields image) throws InterruptedException {
        var url = image.optionalText("url", 45_000_000);
        if (url.isEmpty()) {
            throw refused("InvalidImageURL.EmptyURL", "image_url.url is empty");
        }
        if (url.startsWith("asset://")) {
            return;
        }
        var isGood =
                (Inputs.isWeb(url) || Inputs.isData(url))
                        && desk.world()
                                .inputs()
                                .picture(url)
                                .filter(each -> each.shortSide() >= 300 && each.ratio() <= 2.5)
                                .isPresent();
        if (!isGood) {
            throw refused("InvalidImageURL.InvalidFormat", "image_url.url is no picture");
        }
    }

    private Ask get(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(path.group(1), account),
                task -> Answer.json(json(desk.look(task, LIFE))));
    }

    private Task find(String id, Account account) {
        return desk.tasks()
                .find(id, account)
                .filter(this::isKept)
                .orElseThrow(() -> refused("NotFound", "no such task " + id));
    }

    private boolean isKept(Task task) {
        return desk.world().time().instant().isBefore(task.created().plus(KEPT));
    }

    private Ask list(Call call, Matcher path) {
        var account = account(call);
        var ids = call.parameters().getOrDefault("filter.task_ids", List.of());
        var status = call.parameter("filter.status");
        var model = call.parameter("filter.model");
        var all =
                desk.tasks().newest(account).stream()
                        .filter(this::isKept)
                        .filter(task -> ids.isEmpty() || ids.contains(task.id()))
                        .filter(task -> model.isEmpty() || task.order().model().equals(model))
                        .filter(
                                task ->
                                        status.isEmpty()
                                                || desk.view(task, LIFE).word(WORDS).equals(status))
                        .toList();
        var size = Fields.count(call.parameter("page_size"));
        var number = Math.max(1, Fields.count(call.parameter("page_num")));
        if (size > 500 || number > 500) {
            throw wrong("page_size", "must be 1 to 500");
        }
        var usual = size == 0 ? 20 : size;
        var page = all.stream().skip(usual * (number - 1L)).limit(usual).toList();
        return Ask.aboutAll(
                account,
                page,
                () ->
                        Answer.json(
                                Json.of(
                                        "items",
                                        Json.list(
                                                page.stream()
                                                        .map(task -> json(desk.look(task, LIFE)))
                                                        .toList()),
                                        "total",
                                        all.size())));
    }

    private ObjectNode json(View view) {
        var task = view.task();
        var json =
                Json.of(
                        "id",
                        task.id(),
                        "model",
                        task.order().model(),
                        "status",
                        view.word(WORDS),
                        "created_at",
                        task.created().getEpochSecond(),
                        "updated_at",
                        view.updated().getEpochSecond());
        json.setAll((ObjectNode) task.order().echo().get("shown"));
        if (view.isFailed()) {
            var code = task.failure("OutputVideoSensitiveContentDetected", "InternalServiceError");
            json.set("error", Json.of("code", code, "message", "The task failed: " + code));
        }
        if (view.isDone()) {
            json.putNull("error");
            json.set("content", files(view));
            var order = task.order();
            var tokens = (long) order.width() * order.height() * (24 * order.seconds() + 1) / 1024;
            json.set("usage", Json.of("completion_tokens", tokens, "total_tokens", tokens));
        }
        return json;
    }

    private ObjectNode files(View view) {
        var files = Json.of();
        if (!view.files().isEmpty()) {
            files.put("video_url", view.files().getFirst());
            if (view.task().order().echo().path("last_frame").asBoolean()) {
                files.put("last_frame_url", desk.world().links().to(view.task(), 0, "png", LIFE));
            }
        }
        return files;
    }

    private Ask delete(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(path.group(1), account),
                task -> {
                    var now = desk.world().time().instant();
                    switch (task.phase(now)) {
                        case QUEUED -> task.move(Phase.CANCELLED, now);
                        case SUCCEEDED, FAILED, EXPIRED -> desk.tasks().forget(task);
                        case RUNNING, CANCELLED -> {
                            return error(409, "InvalidAction", "The task cannot be cancelled");
                        }
                    }
                    return Answer.json(Json.of());
                });
    }

    @Override
    public Optional<Notice> notice(View view) {
        var url = view.task().order().callback();
        return url == null || view.phase() == Phase.CANCELLED
                ? Optional.empty()
                : Optional.of(Notice.unsigned(url, Json.bytes(json(view))));
    }

    private Account account(Call call) {
        return desk.accounts()
                .find("api_key", Credentials.shown(call, "Bearer"))
                .orElseThrow(() -> refused("AuthenticationError", "the API key is not known"));
    }

    private static Refused wrong(String field, String why) {
        var code = (why.equals("is required") ? "MissingParameter." : "InvalidParameter.") + field;
        return new Refused(error(400, code, field + " " + why), field + " " + why);
    }

    private static Refused refused(String code, String message) {
        return new Refused(error(status(code), code, message), code + ": " + message);
    }

    private static int status(String code) {
        return switch (code.replaceAll("\\..*", "")) {
            case "RateLimitExceeded",
                    "ModelAccountRpmRateLimitExceeded",
                    "ModelAccountTpmRateLimitExceeded",
                    "ModelAccountIpmRateLimitExceeded",
                    "APIAccountRpmRateLimitExceeded",
                    "AccountRateLimitExceeded",
                    "ServerOverloaded",
                    "RequestBurstTooFast",
                    "ModelLoadingError",
                    "InflightBatchsizeExceeded",
                    "QuotaExceeded",
                    "SetLimitExceeded",
                    "AccountSetLimitExceeded" ->
                    429;
            case "InternalServiceError" -> 500;
            case "AuthenticationError", "InvalidAccountStatus" -> 401;
            case "AccountOverdueError", "AccessDenied", "OperationDenied", "InvalidSubscription" ->
                    403;
            case "ModelNotOpen", "InvalidEndpointOrModel", "NotFound" -> 404;
            case "InvalidEndpoint" -> code.endsWith("NotFound") ? 404 : 400;
            default -> 400;
        };
    }

    @Override
    public Answer fault(Fault fault, Call call) {
        return error(
                switch (fault) {
                    case CALLER -> "InvalidParameter";
                    case CONTENT_POLICY -> "InputTextSensitiveContentDetected";
                    case OPERATOR -> "AuthenticationError";
                    case QUOTA -> "AccountOverdueError";
                    case THROTTLE -> "RateLimitExceeded.EndpointRPMExceeded";
                    case CONCURRENCY -> "QuotaExceeded";
                    case SERVER, AWAY -> "InternalServiceError";
                    case RETIRED -> "ModelNotOpen";
                },
                call);
    }

    @Override
    public Answer error(String code, Call call) {
        return error(status(code), code, code);
    }

    private static Answer error(int status, String code, String message) {
        var id = Dummy.hex("request " + System.nanoTime(), 32);
        var error =
                Json.of(
                        "code",
                        code,
                        "message",
                        message + " Request id: " + id,
                        "param",
                        code.startsWith("InvalidParameter.") ? code.substring(17) : "",
                        "type",
                        status == 400 ? "BadRequest" : "Error");
        return Answer.json(status, Json.of("error", error)).with("X-Request-Id", id);
    }
}
