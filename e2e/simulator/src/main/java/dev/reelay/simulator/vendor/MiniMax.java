package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.simulator.callback.Notice;
import dev.reelay.simulator.clip.Inputs;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Account;
import dev.reelay.simulator.task.Dummy;
import dev.reelay.simulator.task.Order;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// MiniMax's V1; V2 is `MiniMaxSecond`, on the same host and books.
final class MiniMax implements Wire {
    static final String NAME = "minimax";
    static final Duration LIFE = Duration.ofHours(1);
    private static final Duration HANDSHAKE = Duration.ofSeconds(3);
    private static final long FIRST_ID = 106_916_112_212_032L;
    private static final List<String> OLD =
            List.of(
                    "T2V-01",
                    "T2V-01-Director",
                    "I2V-01",
                    "I2V-01-Director",
                    "I2V-01-live",
                    "S2V-01");
    private static final List<String> NEW =
            List.of("MiniMax-Hailuo-2.3", "MiniMax-Hailuo-2.3-Fast", "MiniMax-Hailuo-02");

    private final Desk desk;
    private final MiniMaxSecond second;

    MiniMax(World world) {
        this.desk =
                new Desk(
                        NAME,
                        world,
                        number ->
                                Credentials.of(
                                        "api_key",
                                        "sk-api-" + Credentials.hex(NAME, "api_key", number, 40)));
        this.second = new MiniMaxSecond(this, desk);
    }

    @Override
    public Desk desk() {
        return desk;
    }

    @Override
    public List<Route> routes() {
        var all = new ArrayList<Route>();
        all.add(Route.of(Step.SUBMIT, "POST", "/v1/video_generation", this::submit));
        all.add(Route.of(Step.POLL, "GET", "/v1/query/video_generation", this::query));
        all.add(Route.of(Step.POLL, "GET", "/v1/files/retrieve", this::retrieve));
        all.addAll(second.routes());
        return all;
    }

    @Override
    public String newId(long number) {
        return Long.toString(FIRST_ID + 2 * number);
    }

    @Override
    public Duration linkLife() {
        return LIFE;
    }

    private Ask submit(Call call, Matcher path) throws InterruptedException {
        var account = account(call);
        var fields =
                Fields.of(call.json(), MiniMaxErrors.wrong(call))
                        .only(
                                "model",
                                "prompt",
                                "first_frame_image",
                                "last_frame_image",
                                "subject_reference",
                                "prompt_optimizer",
                                "fast_pretreatment",
                                "duration",
                                "resolution",
                                "callback_url",
                                "aigc_watermark");
        var model = fields.text("model", 100);
        var isOld = OLD.contains(model);
        if (!isOld && !NEW.contains(model)) {
            throw fields.wrong("model", "is not known");
        }
        fields.flag("prompt_optimizer", true);
        fields.flag("fast_pretreatment", false);
        fields.flag("aigc_watermark", false);
        var hasFirst = hasPicture(fields, "first_frame_image");
        var hasLast = hasPicture(fields, "last_frame_image");
        checkMode(fields, model, hasFirst, hasLast);
        var hasImage = hasFirst || hasLast;
        var prompt = hasImage ? fields.optionalText("prompt", 2000) : fields.text("prompt", 2000);
        if (isOld && (fields.has("duration") || fields.has("resolution"))) {
            throw fields.wrong("duration", "and resolution are not supported by this model");
        }
        var seconds = fields.whole("duration", 6, s -> s == 6 || s == 10, "6 or 10");
        var resolution =
                isOld ? "720P" : fields.choice("resolution", "768P", "512P", "768P", "1080P");
        if (resolution.equals("1080P") && seconds == 10) {
            throw fields.wrong("duration", "must be 6 with 1080P");
        }
        var isSmall = resolution.equals("512P");
        if (isSmall && (!model.equals("MiniMax-Hailuo-02") || !hasImage || hasLast)) {
            throw fields.wrong("resolution", "512P is for a first frame with Hailuo-02 only");
        }
        var size = Sizes.of(resolution, "16:9");
        var order =
                Order.of(model, prompt, seconds, size.getKey(), size.getValue(), false)
                        .withCallback(callback(fields))
                        .remembering(Json.of("version", 1));
        return Ask.order(
                account,
                order,
                task -> Answer.json(Json.of("task_id", task.id(), "base_resp", success())));
    }

    private static void checkMode(Fields fields, String model, boolean hasFirst, boolean hasLast) {
        if (hasLast && !model.equals("MiniMax-Hailuo-02")) {
            throw fields.wrong("last_frame_image", "is not supported by this model");
        }
        if (hasFirst && model.startsWith("T2V")) {
            throw fields.wrong("first_frame_image", "is not supported by this model");
        }
        if (!hasFirst && (model.startsWith("I2V") || model.endsWith("2.3-Fast"))) {
            throw fields.wrong("first_frame_image", "is required by this model");
        }
        var subjects = fields.objects("subject_reference", 1);
        if (model.equals("S2V-01") != (subjects.size() == 1)) {
            throw fields.wrong("subject_reference", "goes with S2V-01");
        }
        for (var subject : subjects) {
            subject.choice("type", "", "character");
            subject.texts("image", 1, 1);
        }
    }

    /// Whether a picture is given; throws where it is none that is taken.
    boolean hasPicture(Fields fields, String name) throws InterruptedException {
        if (!fields.has(name)) {
            return false;
        }
        var url = fields.text(name, 30_000_000);
        var isGood =
                (Inputs.isWeb(url) || Inputs.isData(url))
                        && desk.world()
                                .inputs()
                                .picture(url)
                                .filter(found -> found.shortSide() > 300 && found.ratio() <= 2.5)
                                .isPresent();
        if (!isGood) {
            throw fields.wrong(name, "is no picture at an address or in a data URL");
        }
        return true;
    }

    boolean isClip(String url) throws InterruptedException {
        return Inputs.isWeb(url) && desk.world().inputs().isClip(url);
    }

    /// The address of the order's messages; throws where the receiver does not answer the
    /// challenge.
    @Nullable String callback(Fields fields) throws InterruptedException {
        var url = fields.textOrNull("callback_url", 2000);
        if (url != null) {
            var challenge = Dummy.hex("challenge " + System.nanoTime(), 24);
            var body = Json.bytes(Json.of("challenge", challenge));
            var reply = desk.world().callbacks().post(Notice.unsigned(url, body), body, HANDSHAKE);
            var echoed =
                    reply.filter(each -> each.status() == 200)
                            .map(each -> Json.read(each.body()))
                            .map(json -> json.path("challenge").asText());
            if (!echoed.equals(Optional.of(challenge))) {
                throw fields.wrong("callback_url", "did not answer the challenge");
            }
        }
        return url;
    }

    private Ask query(Call call, Matcher path) {
        var account = account(call);
        var task = find(call.parameter("task_id"), account, 1, call);
        return Ask.about(account, task, found -> Answer.json(json(desk.look(found, LIFE))));
    }

    Task find(String id, Account account, int version, Call call) {
        var now = desk.world().time().instant();
        return desk.tasks()
                .find(id, account)
                .filter(task -> task.order().echo().path("version").asInt() == version)
                .filter(task -> now.isBefore(task.created().plus(Duration.ofDays(7))))
                .orElseThrow(() -> MiniMaxErrors.wrong(call).refused("task_id", "invalid task_id"));
    }

    private static ObjectNode json(View view) {
        var task = view.task();
        var json =
                Json.of(
                        "task_id",
                        task.id(),
                        "status",
                        view.word("Queueing", "Processing", "Success", "Fail", "Fail", "Fail"));
        if (view.isDone()) {
            json.put("file_id", view.files().isEmpty() ? "" : fileId(task));
            json.put("video_width", task.order().width());
            json.put("video_height", task.order().height());
        }
        var code = view.isFailed() ? task.failure("1027", "1000") : "0";
        json.set(
                "base_resp",
                view.isFailed()
                        ? MiniMaxErrors.base(code, MiniMaxErrors.message(code))
                        : success());
        return json;
    }

    private static String fileId(Task task) {
        return Long.toString(Long.parseLong(task.id()) + 1);
    }

    private Ask retrieve(Call call, Matcher path) {
        var account = account(call);
        var id = call.parameter("file_id");
        var taskId = id.matches("[0-9]{1,18}") ? Long.toString(Long.parseLong(id) - 1) : "";
        var task = find(taskId, account, 1, call);
        return Ask.about(account, task, found -> retrieved(found, call));
    }

    private Answer retrieved(Task task, Call call) throws InterruptedException {
        var view = desk.view(task, LIFE);
        if (view.files().isEmpty()) {
            return MiniMaxErrors.of("2013", call);
        }
        var file =
                Json.of(
                        "file_id",
                        Long.parseLong(fileId(task)),
                        "bytes",
                        desk.clip(task).toFile().length(),
                        "created_at",
                        view.updated().getEpochSecond(),
                        "filename",
                        "output_aigc.mp4",
                        "purpose",
                        "video_generation",
                        "download_url",
                        view.files().getFirst());
        return Answer.json(Json.of("file", file, "base_resp", success()));
    }

    @Override
    public Optional<Notice> notice(View view) {
        var url = view.task().order().callback();
        var isTold = view.started() != null || view.phase().isFinal();
        if (url == null || !isTold) {
            return Optional.empty();
        }
        if (view.task().order().echo().path("version").asInt() == 2) {
            return Optional.of(Notice.unsigned(url, Json.bytes(MiniMaxSecond.json(view))));
        }
        var body = json(view);
        var word = view.isFailed() ? "failed" : body.path("status").asText();
        body.put("status", word.toLowerCase(Locale.ROOT));
        return Optional.of(Notice.unsigned(url, Json.bytes(body)));
    }

    private static com.fasterxml.jackson.databind.JsonNode success() {
        return MiniMaxErrors.base("0", "success");
    }

    Account account(Call call) {
        var shown = Credentials.shown(call, "Bearer");
        if (shown.isEmpty()) {
            throw MiniMaxErrors.refused("1004", call);
        }
        return desk.accounts()
                .find("api_key", shown)
                .orElseThrow(() -> MiniMaxErrors.refused("2049", call));
    }

    @Override
    public Answer fault(Fault fault, Call call) {
        return MiniMaxErrors.of(fault, call);
    }

    @Override
    public Answer error(String code, Call call) {
        return MiniMaxErrors.of(code, call);
    }
}
