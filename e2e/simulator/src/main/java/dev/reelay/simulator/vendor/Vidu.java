package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.simulator.callback.Hmac;
import dev.reelay.simulator.callback.Notice;
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
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.View;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;

/// Vidu's enterprise API, version 2.
final class Vidu implements Wire {
    static final String NAME = "vidu";
    private static final Duration LIFE = Duration.ofHours(24);
    private static final int LARGEST_BODY = 20 * 1024 * 1024;
    private static final long FIRST_ID = 801_234_567_890_123_456L;
    private static final int CREDITS = 16;

    private final Desk desk;

    Vidu(World world) {
        this.desk =
                new Desk(
                        NAME,
                        world,
                        number ->
                                Credentials.of(
                                        "api_key",
                                        "vda_" + Credentials.hex(NAME, "api_key", number, 32)));
    }

    @Override
    public Desk desk() {
        return desk;
    }

    @Override
    public List<Route> routes() {
        var operations = "/ent/v2/(text2video|img2video|start-end2video|reference2video)";
        var task = "/ent/v2/tasks/([^/]+)/";
        return List.of(
                Route.of(Step.SUBMIT, "POST", operations, this::submit),
                Route.of(Step.POLL, "GET", task + "creations", this::query),
                Route.of(Step.CANCEL, "POST", task + "cancel", this::cancel),
                Route.of(Step.OTHER, "GET", "/ent/v2/credits", this::credits));
    }

    @Override
    public String newId(long number) {
        return Long.toString(FIRST_ID + number);
    }

    @Override
    public Duration linkLife() {
        return LIFE;
    }

    private Ask submit(Call call, Matcher path) throws InterruptedException {
        var account = account(call);
        var operation = path.group(1);
        if (call.body().length > LARGEST_BODY) {
            throw refused("BadRequest", "body is larger than 20 MB");
        }
        var fields =
                Fields.of(call.json(), Vidu::wrong)
                        .only(
                                "model",
                                "prompt",
                                "duration",
                                "seed",
                                "resolution",
                                "aspect_ratio",
                                "movement_amplitude",
                                "style",
                                "bgm",
                                "audio",
                                "voice_id",
                                "is_rec",
                                "payload",
                                "off_peak",
                                "watermark",
                                "wm_position",
                                "wm_url",
                                "meta_data",
                                "callback_url",
                                "images",
                                "subjects",
                                "videos");
        var model = fields.text("model", 50);
        var row = ViduModels.of(operation, model);
        if (row == null) {
            throw fields.wrong("model", "is not one of this operation");
        }
        var isFree = operation.equals("text2video") || operation.equals("reference2video");
        var prompt = isFree ? fields.text("prompt", 5000) : fields.optionalText("prompt", 5000);
        var resolution =
                fields.choice(
                        "resolution",
                        row.resolutions().getFirst(),
                        row.resolutions().toArray(String[]::new));
        var seconds =
                fields.whole(
                        "duration",
                        row.usual(),
                        s -> row.takes(s, resolution),
                        "one of the model's at this resolution");
        if (!isFree && fields.has("aspect_ratio")) {
            throw refused("FieldUnwanted", "aspect_ratio");
        }
        if (!operation.equals("text2video") && fields.has("style")) {
            throw refused("FieldUnwanted", "style");
        }
        var isNew = model.startsWith("viduq2") || model.startsWith("viduq3");
        var ratio =
                isNew
                        ? fields.choice("aspect_ratio", "16:9", "16:9", "9:16", "1:1", "4:3", "3:4")
                        : fields.choice("aspect_ratio", "16:9", "16:9", "9:16", "1:1");
        fields.choice("movement_amplitude", "auto", "auto", "small", "medium", "large");
        fields.choice("style", "general", "general", "anime");
        var isThree = model.startsWith("viduq3");
        if (isThree && fields.flag("bgm", false)) {
            throw refused("FieldUnwanted", "bgm");
        }
        var hasSound = fields.flag("audio", isThree);
        if (fields.flag("off_peak", false) && hasSound != isThree) {
            throw fields.wrong("audio", "does not go with off_peak");
        }
        checkImages(fields, operation, model);
        var seed = fields.large("seed", 0, 0, Integer.MAX_VALUE);
        var size = Sizes.of(resolution, ratio);
        var order =
                Order.of(model, prompt, seconds, size.getKey(), size.getValue(), hasSound)
                        .withCallback(fields.textOrNull("callback_url", 2000))
                        .remembering(
                                Json.of(
                                        "payload",
                                        fields.optionalText("payload", 1_048_576),
                                        "bgm",
                                        fields.flag("bgm", false),
                                        "off_peak",
                                        fields.flag("off_peak", false),
                                        "resolution",
                                        resolution,
                                        "aspect_ratio",
                                        ratio,
                                        "seed",
                                        seed == 0 ? 271_828 : seed));
        return Ask.order(account, order, task -> Answer.json(created(task)));
    }

    private void checkImages(Fields fields, String operation, String model)
            throws InterruptedException {
        var most =
                switch (operation) {
                    case "text2video" -> 0;
                    case "img2video" -> 1;
                    case "start-end2video" -> 2;
                    default -> model.equals("vidu2.0") ? 3 : 7;
                };
        var isReference = operation.equals("reference2video");
        var least = isReference ? fields.has("subjects") ? 0 : 1 : most;
        var images = fields.texts("images", 0, 100);
        if (images.size() < least || images.size() > most) {
            throw refused("FieldItemCountOutOfRange", "images: %d to %d".formatted(least, most));
        }
        var pictures = new ArrayList<Picture>();
        for (var url : images) {
            var picture = desk.world().inputs().picture(url);
            if (picture.isEmpty()) {
                throw refused(
                        Inputs.isWeb(url) ? "ImageDownloadFailure" : "ImageFormatInvalid",
                        "images");
            }
            if (picture.get().ratio() > 4 || isReference && picture.get().shortSide() < 128) {
                throw refused("ImageFormatInvalid", "images");
            }
            pictures.add(picture.get());
        }
        if (operation.equals("start-end2video")) {
            var quotient = across(pictures.getFirst()) / across(pictures.getLast());
            if (quotient < 0.8 || quotient > 1.25) {
                throw fields.wrong("images", "have ratios too far apart");
            }
        }
    }

    private static double across(Picture picture) {
        return (double) picture.width() / picture.height();
    }

    private static ObjectNode created(Task task) {
        var order = task.order();
        return Json.of(
                        "task_id",
                        task.id(),
                        "state",
                        "created",
                        "model",
                        order.model(),
                        "prompt",
                        order.prompt(),
                        "images",
                        List.of(),
                        "duration",
                        order.seconds(),
                        "credits",
                        CREDITS,
                        "watermark",
                        false,
                        "created_at",
                        task.created().toString())
                .setAll(order.echo());
    }

    private Ask query(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(path.group(1), account),
                task -> Answer.json(json(desk.look(task, LIFE))));
    }

    private Task find(String id, Account account) {
        return desk.tasks()
                .find(id, account)
                .orElseThrow(() -> refused("TaskNotFound", "no such task"));
    }

    private ObjectNode json(View view) {
        var task = view.task();
        var isOver = view.phase() == Phase.CANCELLED || view.isFailed();
        var error =
                view.phase() == Phase.CANCELLED
                        ? "UserCancelled"
                        : view.isFailed()
                                ? task.failure("CreationPolicyViolation", "InternalServiceFailure")
                                : "";
        var creations = new ArrayList<ObjectNode>();
        if (view.isDone()) {
            for (var url : view.files()) {
                creations.add(
                        Json.of(
                                "id",
                                Dummy.hex(url, 18),
                                "url",
                                url,
                                "cover_url",
                                desk.world().links().to(task, creations.size(), "jpg", LIFE),
                                "watermarked_url",
                                url));
            }
        }
        return Json.of(
                "id",
                task.id(),
                "state",
                view.word("queueing", "processing", "success", "failed", "failed", "failed"),
                "err_code",
                error,
                "credits",
                isOver ? 0 : CREDITS,
                "payload",
                task.order().echo().get("payload"),
                "bgm",
                task.order().echo().get("bgm"),
                "off_peak",
                task.order().echo().get("off_peak"),
                "creations",
                Json.list(creations));
    }

    private Ask cancel(Call call, Matcher path) {
        var account = account(call);
        var id = Fields.of(call.json(), Vidu::wrong).text("id", 50);
        if (!id.equals(path.group(1))) {
            throw wrong("id", "is not that of the path");
        }
        return Ask.about(
                account,
                find(id, account),
                task -> {
                    var now = desk.world().time().instant();
                    if (task.phase(now) != Phase.QUEUED) {
                        return error(400, "BadRequest", "task state is scheduled, can not cancel");
                    }
                    task.move(Phase.CANCELLED, now);
                    return Answer.json(Json.of());
                });
    }

    private Ask credits(Call call, Matcher path) {
        var account = account(call);
        var metered =
                Json.of(
                        "type",
                        "metered",
                        "credit_remain",
                        1000,
                        "concurrency_limit",
                        5,
                        "current_concurrency",
                        0,
                        "queue_count",
                        0);
        return Ask.plain(
                account,
                () -> Answer.json(Json.of("remains", List.of(metered), "packages", List.of())));
    }

    @Override
    public Optional<Notice> notice(View view) {
        var url = view.task().order().callback();
        var isTold = view.started() != null || view.phase().isFinal();
        if (url == null || !isTold) {
            return Optional.empty();
        }
        var key = view.task().account().key();
        return Optional.of(
                new Notice(
                        url,
                        Json.bytes(json(view)),
                        _ ->
                                headers(
                                        key,
                                        URI.create(url),
                                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                                ZonedDateTime.now(ZoneOffset.UTC)),
                                        UUID.randomUUID().toString())));
    }

    /// The headers of a message; its body is not signed.
    static Map<String, String> headers(String key, URI url, String date, String nonce) {
        var query = url.getRawQuery() == null ? "" : url.getRawQuery();
        var text =
                String.join(
                        "\n",
                        "POST",
                        url.getRawPath(),
                        query,
                        "vidu",
                        date,
                        "Date:" + date,
                        "x-request-nonce:" + nonce,
                        "");
        return Map.of(
                "Date",
                date,
                "x-request-nonce",
                nonce,
                "X-HMAC-SIGNED-HEADERS",
                "Date;x-request-nonce",
                "X-HMAC-ALGORITHM",
                "hmac-sha256",
                "X-HMAC-ACCESS-KEY",
                "vidu",
                "X-HMAC-SIGNATURE",
                Hmac.base64(key.getBytes(StandardCharsets.UTF_8), text));
    }

    private Account account(Call call) {
        return desk.accounts()
                .find("api_key", Credentials.shown(call, "Token"))
                .orElseThrow(() -> refused("Unauthorized", "unknown key"));
    }

    private static Refused wrong(String field, String why) {
        var reason =
                why.equals("is required")
                        ? "FieldLacking"
                        : why.equals("unknown field") ? "FieldUnwanted" : "FieldInvalid";
        return refused(reason, field + " " + why);
    }

    private static Refused refused(String reason, String message) {
        return new Refused(error(status(reason), reason, message), reason + ": " + message);
    }

    private static int status(String reason) {
        return switch (reason) {
            case "TooManyRequests", "SystemThrottling", "QuotaExceeded" -> 429;
            case "Conflict" -> 409;
            case "InternalServiceFailure" -> 500;
            case "Unauthorized" -> 401;
            case "Forbidden" -> 403;
            case "TaskNotFound", "CreationNotFound", "NotFound" -> 404;
            default -> 400;
        };
    }

    @Override
    public Answer fault(Fault fault, Call call) {
        return error(
                switch (fault) {
                    case CALLER -> "FieldInvalid";
                    case CONTENT_POLICY -> "TaskPromptPolicyViolation";
                    case OPERATOR -> "Unauthorized";
                    case QUOTA -> "CreditInsufficient";
                    case THROTTLE -> "TooManyRequests";
                    case CONCURRENCY -> "QuotaExceeded";
                    case SERVER, AWAY -> "InternalServiceFailure";
                    case RETIRED -> "ModelUnavailable";
                },
                call);
    }

    @Override
    public Answer error(String code, Call call) {
        return error(status(code), code, code);
    }

    private static Answer error(int status, String reason, String message) {
        return Answer.json(
                status,
                Json.of(
                        "code",
                        status,
                        "reason",
                        reason,
                        "message",
                        message,
                        "metadata",
                        Json.of("trace_id", Dummy.hex("trace " + System.nanoTime(), 32))));
    }
}
