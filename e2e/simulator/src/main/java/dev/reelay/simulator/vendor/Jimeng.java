package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.simulator.clip.Inputs;
import dev.reelay.simulator.clip.Picture;
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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// Jimeng on Volcengine Visual: one path, the operation in the query, every request signed.
final class Jimeng implements Wire {
    static final String NAME = "jimeng";
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofHours(12);
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final long FIRST_ID = 7_392_616_336_519_610_409L;

    /// The least and most images, and the tier.
    private record Model(int least, int most, int tier) {}

    private static final Map<String, Model> MODELS =
            Map.of(
                    "jimeng_vgfm_t2v_l20", new Model(0, 0, 720),
                    "jimeng_vgfm_i2v_l20", new Model(1, 1, 720),
                    "jimeng_t2v_v30", new Model(0, 0, 720),
                    "jimeng_i2v_first_v30", new Model(1, 1, 720),
                    "jimeng_i2v_first_tail_v30", new Model(2, 2, 720),
                    "jimeng_i2v_recamera_v30", new Model(1, 1, 720),
                    "jimeng_t2v_v30_1080p", new Model(0, 0, 1080),
                    "jimeng_i2v_first_v30_1080", new Model(1, 1, 1080),
                    "jimeng_i2v_first_tail_v30_1080", new Model(2, 2, 1080),
                    "jimeng_ti2v_v30_pro", new Model(0, 1, 1080));

    private final Desk desk;

    Jimeng(World world) {
        this.desk =
                new Desk(
                        NAME,
                        world,
                        number ->
                                Credentials.of(
                                        "access_key",
                                        "AKLT" + Credentials.hex(NAME, "access_key", number, 24),
                                        "secret_key",
                                        Credentials.hex(NAME, "secret_key", number, 32)));
    }

    @Override
    public Desk desk() {
        return desk;
    }

    /// The operation decides what a request is; its routes differ in nothing else.
    @Override
    public List<Route> routes() {
        return List.of(
                Route.of(Step.SUBMIT, "POST", "/", this::submit)
                        .where("Action", "CVSync2AsyncSubmitTask"),
                Route.of(Step.POLL, "POST", "/", this::query)
                        .where("Action", "CVSync2AsyncGetResult"),
                Route.of(Step.OTHER, "POST", "/", this::unknown));
    }

    @Override
    public String newId(long number) {
        return Long.toString(FIRST_ID + number);
    }

    @Override
    public Duration linkLife() {
        return LIFE;
    }

    @Override
    public int concurrency(Order order) {
        return 1;
    }

    private Ask unknown(Call call, Matcher path) {
        account(call);
        throw gateway(404, "InvalidActionOrVersion", call);
    }

    private Ask submit(Call call, Matcher path) throws InterruptedException {
        var account = account(call);
        var fields = Fields.of(call.json(), Jimeng::wrong);
        fields.only(
                "req_key",
                "prompt",
                "image_urls",
                "binary_data_base64",
                "seed",
                "frames",
                "aspect_ratio",
                "template_id",
                "camera_strength");
        var key = fields.text("req_key", 100);
        var model = MODELS.get(key);
        if (model == null) {
            throw new Refused(error("30404"), "req_key is not known");
        }
        var images = images(fields);
        if (images < model.least() || images > model.most()) {
            throw fields.wrong(
                    "image_urls", "must be %d to %d".formatted(model.least(), model.most()));
        }
        var prompt = images == 0 ? fields.text("prompt", 800) : fields.optionalText("prompt", 800);
        fields.large("seed", -1, -1, 4_294_967_295L);
        var isTwo = key.contains("vgfm");
        if (isTwo && fields.has("frames")) {
            throw fields.wrong("frames", "is not supported by this model");
        }
        var frames = fields.whole("frames", 121, f -> f == 121 || f == 241, "121 or 241");
        var ratio =
                isTwo
                        ? fields.choice(
                                "aspect_ratio",
                                "16:9",
                                "16:9",
                                "9:16",
                                "4:3",
                                "3:4",
                                "1:1",
                                "21:9",
                                "9:21")
                        : fields.choice(
                                "aspect_ratio",
                                "16:9",
                                "16:9",
                                "9:16",
                                "4:3",
                                "3:4",
                                "1:1",
                                "21:9");
        var isCamera = key.contains("recamera");
        if (isCamera != fields.has("template_id")) {
            throw fields.wrong("template_id", "goes with the camera model");
        }
        fields.choice("camera_strength", "medium", "weak", "medium", "strong");
        var size = Sizes.of(model.tier() + "p", ratio);
        var order =
                Order.of(
                        key, prompt, frames == 241 ? 10 : 5, size.getKey(), size.getValue(), false);
        return Ask.order(account, order, task -> ok(Json.of("task_id", task.id())));
    }

    /// How many there are; throws where one is none.
    private int images(Fields fields) throws InterruptedException {
        var urls = fields.texts("image_urls", 0, 10);
        var inline = fields.texts("binary_data_base64", 0, 10);
        for (var url : urls) {
            check(
                    fields,
                    Inputs.isWeb(url) ? desk.world().inputs().picture(url) : Optional.empty());
        }
        for (var text : inline) {
            check(fields, Inputs.base64(text).flatMap(Picture::of));
        }
        return urls.size() + inline.size();
    }

    private static void check(Fields fields, Optional<Picture> picture) {
        var isGood =
                picture.filter(each -> !each.type().equals("image/webp"))
                        .filter(each -> each.shortSide() >= 320 && each.ratio() <= 3)
                        .filter(each -> Math.max(each.width(), each.height()) <= 4096)
                        .isPresent();
        if (!isGood) {
            throw fields.wrong("image_urls", "hold no picture that is taken");
        }
    }

    private Ask query(Call call, Matcher path) {
        var account = account(call);
        var fields = Fields.of(call.json(), Jimeng::wrong).only("req_key", "task_id", "req_json");
        var key = fields.text("req_key", 100);
        var id = fields.text("task_id", 30);
        fields.optionalText("req_json", 10_000);
        var now = desk.world().time().instant();
        return desk.tasks()
                .find(id, account)
                .filter(task -> task.order().model().equals(key))
                .filter(task -> now.isBefore(task.created().plus(KEPT)))
                .map(task -> Ask.about(account, task, this::answer))
                .orElseGet(
                        () ->
                                Ask.plain(
                                        account,
                                        () -> ok(Json.of("status", "not_found", "video_url", ""))));
    }

    private Answer answer(Task task) {
        var view = desk.look(task, LIFE);
        if (view.isFailed()) {
            return error(task.failure("50516", "50500"));
        }
        return ok(json(view));
    }

    private static JsonNode json(View view) {
        var json =
                Json.of(
                        "status",
                        view.word("in_queue", "generating", "done", "done", "expired", "expired"),
                        "video_url",
                        view.isDone() && !view.files().isEmpty() ? view.files().getFirst() : "",
                        "aigc_meta_tagged",
                        view.isDone());
        if (view.isDone()) {
            json.putNull("binary_data_base64").putNull("image_urls").put("resp_data", "");
        }
        return json;
    }

    private Account account(Call call) {
        try {
            var signature = JimengSignature.read(call.header("Authorization"));
            var account =
                    desk.accounts()
                            .find("access_key", signature.accessKey())
                            .orElseThrow(() -> gateway(401, "InvalidAccessKey", call));
            var fault = signature.fault(call, account.credential("secret_key"));
            if (!fault.isEmpty()) {
                throw new IllegalArgumentException(fault);
            }
            var sent = TIME.parse(call.header("X-Date"), Instant::from);
            if (Duration.between(sent, Instant.now()).abs().compareTo(SKEW) > 0) {
                throw gateway(401, "InvalidTimestamp", call);
            }
            return account;
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    gateway(401, "SignatureDoesNotMatch", call).answer(),
                    "signature: " + e.getMessage());
        }
    }

    private static Refused gateway(int status, String code, Call call) {
        var meta =
                Json.of(
                        "RequestId",
                        Dummy.hex("request " + System.nanoTime(), 32),
                        "Action",
                        call.parameter("Action"),
                        "Version",
                        call.parameter("Version"),
                        "Service",
                        "cv",
                        "Region",
                        "cn-north-1",
                        "Error",
                        Json.of("CodeN", 100_010, "Code", code, "Message", code));
        return new Refused(Answer.json(status, Json.of("ResponseMetadata", meta)), code);
    }

    private static Answer ok(JsonNode data) {
        return envelope(200, 10_000, data, "Success");
    }

    private static Answer envelope(int status, int code, @Nullable JsonNode data, String message) {
        return Answer.json(
                status,
                Json.of(
                        "code",
                        code,
                        "data",
                        data,
                        "message",
                        message,
                        "request_id",
                        Dummy.hex("request " + System.nanoTime(), 34),
                        "status",
                        code,
                        "time_elapsed",
                        "30ms"));
    }

    private static Refused wrong(String field, String why) {
        return new Refused(envelope(400, 50_200, null, field + " " + why), field + " " + why);
    }

    private static Answer error(String code) {
        var number = Fields.count(code);
        var message =
                switch (code) {
                    case "50429" -> "Request Has Reached API Limit, Please Try Later";
                    case "50430" -> "Request Has Reached API Concurrent Limit, Please Try Later";
                    case "50411" -> "Pre Img Risk Not Pass";
                    case "50412" -> "Text Risk Not Pass";
                    case "50516" -> "Post Video Risk Not Pass";
                    case "50400" -> "Access Denied";
                    case "50500" -> "Internal Error";
                    case "50501" -> "Internal RPC Error";
                    case "30404" -> "FeatNotFound";
                    default -> "Error " + code;
                };
        var status =
                switch (code) {
                    case "50429", "50430" -> 429;
                    case "50500", "50501" -> 500;
                    default -> 400;
                };
        return envelope(status, number, null, message);
    }

    @Override
    public Answer fault(Fault fault, Call call) {
        return switch (fault) {
            case OPERATOR -> gateway(401, "InvalidAccessKey", call).answer();
            case CALLER -> error("50200");
            case CONTENT_POLICY -> error("50412");
            case QUOTA -> error("50400");
            case THROTTLE -> error("50429");
            case CONCURRENCY -> error("50430");
            case SERVER, AWAY -> error("50500");
            case RETIRED -> error("30404");
        };
    }

    @Override
    public Answer error(String code, Call call) {
        return code.matches("[0-9]+") ? error(code) : gateway(401, code, call).answer();
    }
}
