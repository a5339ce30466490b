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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// Kling's new standard: the model stands in the path. The legacy standard is `KlingLegacy`, on the
/// same host and books.
final class Kling implements Wire {
    static final String NAME = "kling";
    static final Duration LIFE = Duration.ofDays(30);
    private static final String MODELS = "(kling-[0-9a-z.-]+)";
    private static final List<String> SERVED =
            List.of("kling-3.0", "kling-3.0-turbo", "kling-2.6", "kling-2.5-turbo");
    private static final String[] RATIOS = {"16:9", "9:16", "1:1"};
    private static final long FIRST_ID = 893_605_946_402_811_984L;

    private final Desk desk;
    private final KlingLegacy legacy;

    Kling(World world) {
        this.desk =
                new Desk(
                        NAME,
                        world,
                        number ->
                                Credentials.of(
                                        "api_key",
                                        "api-key-kling-"
                                                + Credentials.hex(NAME, "api_key", number, 32),
                                        "access_key",
                                        "AK" + Credentials.hex(NAME, "access_key", number, 30),
                                        "secret_key",
                                        "SK" + Credentials.hex(NAME, "secret_key", number, 30),
                                        "webhook_secret",
                                        Credentials.webhookSecret(NAME, number)));
        this.legacy = new KlingLegacy(this, desk);
    }

    @Override
    public Desk desk() {
        return desk;
    }

    @Override
    public List<Route> routes() {
        var all = new ArrayList<Route>();
        all.add(Route.of(Step.SUBMIT, "POST", "/text-to-video/" + MODELS, this::fromText));
        all.add(Route.of(Step.SUBMIT, "POST", "/image-to-video/" + MODELS, this::fromImages));
        all.add(Route.of(Step.SUBMIT, "POST", "/omni-video/" + MODELS, this::omni));
        all.add(Route.of(Step.POLL, "GET", "/tasks", this::query));
        all.add(Route.of(Step.POLL, "POST", "/tasks", this::list));
        all.add(Route.of(Step.OTHER, "GET", "/account/costs", this::costs));
        all.addAll(legacy.routes());
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

    private Ask fromText(Call call, Matcher path) {
        var account = account(call);
        var model = served(path.group(1), SERVED);
        var fields =
                Fields.of(call.json(), KlingErrors::wrong).only("prompt", "settings", "options");
        var prompt = fields.text("prompt", isThree(model) ? 3072 : 2500);
        return order(account, fields, model, prompt);
    }

    private Ask fromImages(Call call, Matcher path) throws InterruptedException {
        var account = account(call);
        var model = served(path.group(1), SERVED);
        var fields =
                Fields.of(call.json(), KlingErrors::wrong).only("contents", "settings", "options");
        var prompt = "";
        var hasFirst = false;
        var hasLast = false;
        for (var item : fields.objects("contents", 10)) {
            switch (item.choice("type", "", "prompt", "first_frame", "last_frame", "element")) {
                case "prompt" -> prompt = item.text("text", isThree(model) ? 3072 : 2500);
                case "first_frame" -> hasFirst = isPicture(item, "url");
                case "last_frame" -> hasLast = isPicture(item, "url");
                default -> item.only("type", "element_id", "id");
            }
        }
        if (!hasFirst) {
            throw fields.wrong("contents", "needs a first_frame");
        }
        if (hasLast && model.equals("kling-3.0-turbo")) {
            throw fields.wrong("contents", "takes no last_frame with this model");
        }
        var resolution = fields.object("settings").optionalText("resolution", 10);
        if (hasLast && !isThree(model) && !resolution.equals("1080p")) {
            throw fields.wrong("settings.resolution", "must be 1080p with a last_frame");
        }
        return order(account, fields, model, prompt);
    }

    private Ask omni(Call call, Matcher path) throws InterruptedException {
        var account = account(call);
        var model = served(path.group(1), List.of("kling-3.0-omni"));
        var fields =
                Fields.of(call.json(), KlingErrors::wrong).only("contents", "settings", "options");
        var prompt = "";
        for (var item : fields.objects("contents", 20)) {
            var type = item.text("type", 50);
            if (type.equals("prompt")) {
                prompt = item.text("text", 3072);
            } else if (type.endsWith("_frame") || type.contains("image")) {
                isPicture(item, "url");
            }
        }
        return order(account, fields, model, prompt);
    }

    private Ask order(Account account, Fields fields, String model, String prompt) {
        var settings =
                fields.object("settings")
                        .only("resolution", "aspect_ratio", "duration", "audio", "multi_shot");
        var resolution =
                model.equals("kling-3.0") || model.endsWith("omni")
                        ? settings.choice("resolution", "720p", "720p", "1080p", "4k")
                        : settings.choice("resolution", "720p", "720p", "1080p");
        var ratio = settings.choice("aspect_ratio", "16:9", RATIOS);
        var seconds =
                isThree(model)
                        ? settings.whole("duration", 5, s -> s >= 3 && s <= 15, "3 to 15")
                        : settings.whole("duration", 5, s -> s == 5 || s == 10, "5 or 10");
        var hasSound = settings.choice("audio", "off", "native", "off").equals("native");
        if (hasSound && model.equals("kling-2.6") && !resolution.equals("1080p")) {
            throw settings.wrong("resolution", "must be 1080p with native audio");
        }
        settings.flag("multi_shot", true);
        var options =
                fields.object("options").only("callback_url", "external_task_id", "watermark_info");
        options.object("watermark_info").only("enabled").flag("enabled", false);
        var tier = resolution.equals("4k") ? 2160 : Integer.parseInt(resolution.replace("p", ""));
        var size = Order.size(tier, ratio);
        var order =
                Order.of(model, prompt, seconds, size.getKey(), size.getValue(), hasSound)
                        .withToken(options.textOrNull("external_task_id", 200))
                        .withCallback(options.textOrNull("callback_url", 2000))
                        .remembering(Json.of("standard", "new"));
        return Ask.order(
                account,
                order,
                task -> ok(submitted(desk.view(task, LIFE))),
                task -> KlingErrors.of(400, "1201", "external_task_id is taken: " + token(task)));
    }

    private static String served(String model, List<String> served) {
        if (!served.contains(model)) {
            throw KlingErrors.refused("1203");
        }
        return model;
    }

    private static boolean isThree(String model) {
        return model.startsWith("kling-3");
    }

    /// Throws where it is none that Kling takes.
    boolean isPicture(Fields item, String name) throws InterruptedException {
        var url = item.text(name, 70_000_000);
        if (Inputs.isData(url)) {
            throw item.wrong(name, "must be an address or base64 without a data: prefix");
        }
        var picture =
                Inputs.isWeb(url)
                        ? desk.world().inputs().picture(url)
                        : Inputs.base64(url).flatMap(Picture::of);
        var isGood =
                picture.filter(found -> !found.type().equals("image/webp"))
                        .filter(found -> found.shortSide() >= 300 && found.ratio() <= 2.5)
                        .isPresent();
        if (!isGood) {
            throw item.wrong(name, "is no jpg or png of 300 pixels and more");
        }
        return true;
    }

    private Ask query(Call call, Matcher path) {
        var account = account(call);
        var ids = call.parameter("task_ids");
        var tokens = call.parameter("external_task_ids");
        if (ids.isEmpty() == tokens.isEmpty()) {
            throw KlingErrors.wrong("task_ids", "or external_task_ids is required");
        }
        var found = new ArrayList<Task>();
        for (var each : (ids + tokens).split(",")) {
            var task =
                    ids.isEmpty()
                            ? desk.tasks().findByToken(each, account)
                            : desk.tasks().find(each, account);
            task.filter(Kling::isNew).filter(this::isKept).ifPresent(found::add);
        }
        return Ask.aboutAll(
                account,
                found,
                () ->
                        ok(
                                Json.list(
                                        found.stream()
                                                .map(task -> json(desk.look(task, LIFE)))
                                                .toList())));
    }

    private boolean isKept(Task task) {
        return desk.world().time().instant().isBefore(task.created().plus(LIFE));
    }

    private static boolean isNew(Task task) {
        return task.order().echo().path("standard").asText().equals("new");
    }

    private Ask list(Call call, Matcher path) {
        var account = account(call);
        var fields =
                Fields.of(call.json(), KlingErrors::wrong)
                        .only("start_time", "end_time", "cursor", "limit", "filters");
        var limit = fields.whole("limit", 100, n -> n >= 1 && n <= 500, "1 to 500");
        var from = fields.large("start_time", 0, 0, Long.MAX_VALUE);
        var to = fields.large("end_time", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        var all =
                desk.tasks().newest(account).stream()
                        .filter(Kling::isNew)
                        .filter(task -> task.created().toEpochMilli() >= from)
                        .filter(task -> task.created().toEpochMilli() <= to)
                        .toList();
        var start = fields.optionalText("cursor", 20);
        var rest = all.subList(Math.min(all.size(), Fields.count(start)), all.size());
        var page = rest.subList(0, Math.min(limit, rest.size()));
        return Ask.aboutAll(
                account,
                page,
                () ->
                        ok(
                                Json.of(
                                        "result",
                                        Json.list(
                                                page.stream()
                                                        .map(task -> json(desk.look(task, LIFE)))
                                                        .toList()),
                                        "count",
                                        page.size(),
                                        "next_cursor",
                                        Integer.toString(Fields.count(start) + page.size()),
                                        "has_more",
                                        page.size() < rest.size())));
    }

    private Ask costs(Call call, Matcher path) {
        var account = account(call);
        var pack =
                Json.of(
                        "resource_pack_name",
                        "simulated",
                        "total_quantity",
                        1000,
                        "remaining_quantity",
                        1000,
                        "status",
                        "online");
        return Ask.plain(
                account,
                () -> ok(Json.of("code", 0, "resource_pack_subscribe_infos", List.of(pack))));
    }

    private static ObjectNode submitted(View view) {
        return Json.of(
                "id",
                view.task().id(),
                "status",
                "submitted",
                "create_time",
                view.task().created().toEpochMilli(),
                "update_time",
                view.task().created().toEpochMilli(),
                "external_id",
                token(view.task()));
    }

    private static String token(Task task) {
        var token = task.order().clientToken();
        return token == null ? "" : token;
    }

    private static ObjectNode json(View view) {
        var task = view.task();
        return Json.of(
                "id",
                task.id(),
                "status",
                view.word("submitted", "processing", "succeeded", "failed", "failed", "failed"),
                "message",
                view.isFailed() ? reason(task) : "",
                "create_time",
                task.created().toEpochMilli(),
                "update_time",
                view.updated().toEpochMilli(),
                "external_id",
                token(task),
                "outputs",
                Json.list(outputs(view, "video")),
                "billing",
                Json.list(view.isDone() ? List.of(billing()) : List.of()));
    }

    private static JsonNode billing() {
        return Json.of(
                "charge_type", "unit", "package_type", "video", "amount", "3", "list_price", "3");
    }

    static String reason(Task task) {
        return task.failure(
                "Failure to pass the risk control system", "The generation failed, please retry");
    }

    /// @param type null where items have none
    static List<ObjectNode> outputs(View view, @Nullable String type) {
        var outputs = new ArrayList<ObjectNode>();
        if (!view.isDone()) {
            return outputs;
        }
        for (var url : view.files()) {
            var item = type == null ? Json.of() : Json.of("type", type);
            item.put("id", Long.toString(Long.parseLong(view.task().id()) + 1 + outputs.size()));
            item.put("url", url);
            item.put("watermark_url", "");
            item.put("duration", view.task().order().seconds() + ".041");
            outputs.add(item);
        }
        return outputs;
    }

    @Override
    public Optional<Notice> notice(View view) {
        var url = view.task().order().callback();
        if (url == null) {
            return Optional.empty();
        }
        var isNew = isNew(view.task());
        var now = desk.world().time().instant().getEpochSecond();
        var secret = view.task().account().credential("webhook_secret");
        var body = Json.bytes(isNew ? json(view) : legacy.message(view));
        var id = Dummy.hex(view.task().id() + view.phase(), 16);
        return Optional.of(
                new Notice(
                        url,
                        body,
                        bytes ->
                                Map.of(
                                        "webhook-id",
                                        id,
                                        "webhook-timestamp",
                                        Long.toString(now),
                                        "webhook-signature",
                                        Hmac.standardWebhook(secret, id, now, bytes))));
    }

    private Account account(Call call) {
        if (call.header("Authorization").isEmpty()) {
            throw KlingErrors.refused("1001");
        }
        return desk.accounts()
                .find("api_key", Credentials.shown(call, "Bearer"))
                .orElseThrow(() -> KlingErrors.refused("1002"));
    }

    static Answer ok(JsonNode data) {
        return Answer.json(
                Json.of(
                        "code",
                        0,
                        "message",
                        "SUCCEED",
                        "request_id",
                        Dummy.hex("request " + System.nanoTime(), 32),
                        "data",
                        data));
    }

    @Override
    public Answer fault(Fault fault, Call call) {
        return KlingErrors.of(fault);
    }

    @Override
    public Answer error(String code, Call call) {
        return KlingErrors.of(code);
    }

    @Override
    public Answer unknownPath() {
        return KlingErrors.of("1202");
    }
}
