package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Account;
import dev.reelay.simulator.task.Order;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.View;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/// Kling's legacy standard: `model_name` stands in the body, and a JWT is taken beside the key.
final class KlingLegacy {
    private static final String PATH = "/v1/videos/(text2video|image2video)";
    private static final List<String> SERVED =
            List.of("kling-v2-5-turbo", "kling-v2-6", "kling-v3");
    private static final String[] LONG = {
        "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"
    };

    private final Kling kling;
    private final Desk desk;

    KlingLegacy(Kling kling, Desk desk) {
        this.kling = kling;
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Step.SUBMIT, "POST", PATH, this::submit),
                Route.of(Step.POLL, "GET", PATH + "/([^/]+)", this::query),
                Route.of(Step.POLL, "GET", PATH, this::list));
    }

    private Ask submit(Call call, Matcher path) throws InterruptedException {
        var account = account(call);
        var operation = path.group(1);
        var isImage = operation.equals("image2video");
        var fields = Fields.of(call.json(), KlingErrors::wrong);
        // `model` is ignored, so that the retired default is meant.
        var model = fields.optionalText("model_name", 100);
        if (!SERVED.contains(model)) {
            throw KlingErrors.refused("1203");
        }
        fields.only(
                "model",
                "model_name",
                "prompt",
                "negative_prompt",
                "cfg_scale",
                "mode",
                "sound",
                "aspect_ratio",
                "duration",
                "camera_control",
                "image",
                "image_tail",
                "static_mask",
                "dynamic_masks",
                "multi_shot",
                "shot_type",
                "multi_prompt",
                "element_list",
                "voice_list",
                "watermark_info",
                "callback_url",
                "external_task_id");
        var multi = fields.flag("multi_shot", false);
        var prompt =
                isImage || multi
                        ? fields.optionalText("prompt", 2500)
                        : fields.text("prompt", 2500);
        fields.optionalText("negative_prompt", 2500);
        if (fields.has("cfg_scale")) {
            throw fields.wrong("cfg_scale", "is not supported by this model");
        }
        if (fields.has("camera_control")) {
            throw fields.wrong("camera_control", "is not supported by this model");
        }
        var mode = fields.choice("mode", "std", "std", "pro");
        var hasSound = fields.choice("sound", "off", "on", "off").equals("on");
        if (hasSound && model.equals("kling-v2-5-turbo")) {
            throw fields.wrong("sound", "is not supported by this model");
        }
        if (hasSound && model.equals("kling-v2-6") && mode.equals("std")) {
            throw fields.wrong("sound", "needs mode pro");
        }
        pictures(fields, isImage, model, mode, hasSound);
        var ratio = fields.choice("aspect_ratio", "16:9", "16:9", "9:16", "1:1");
        var seconds =
                model.equals("kling-v3")
                        ? fields.choice("duration", "5", LONG)
                        : fields.choice("duration", "5", "5", "10");
        fields.objects("multi_prompt", 6);
        fields.objects("element_list", 3);
        fields.objects("voice_list", 2);
        var size = Order.size(mode.equals("pro") ? 1080 : 720, ratio);
        var order =
                Order.of(
                                model,
                                prompt,
                                Integer.parseInt(seconds),
                                size.getKey(),
                                size.getValue(),
                                hasSound)
                        .withToken(fields.textOrNull("external_task_id", 200))
                        .withCallback(fields.textOrNull("callback_url", 2000))
                        .remembering(Json.of("standard", operation));
        return Ask.order(
                account,
                order,
                task -> Kling.ok(submitted(task)),
                task -> KlingErrors.of(400, "1201", "external_task_id is taken"));
    }

    private void pictures(
            Fields fields, boolean isImage, String model, String mode, boolean hasSound)
            throws InterruptedException {
        var hasFirst = fields.has("image");
        var hasLast = fields.has("image_tail");
        if (!isImage && (hasFirst || hasLast)) {
            throw fields.wrong("image", "belongs to image2video");
        }
        if (!isImage) {
            return;
        }
        if (fields.has("aspect_ratio")) {
            throw fields.wrong("aspect_ratio", "belongs to text2video");
        }
        if (!hasFirst && !hasLast) {
            throw fields.wrong("image", "or image_tail is required");
        }
        if (hasFirst) {
            kling.isPicture(fields, "image");
        }
        if (hasLast) {
            kling.isPicture(fields, "image_tail");
        }
        var needsPro = hasLast && !model.equals("kling-v3");
        if (needsPro && (mode.equals("std") || hasSound)) {
            throw fields.wrong("image_tail", "needs mode pro, without sound");
        }
    }

    private Ask query(Call call, Matcher path) {
        var account = account(call);
        var operation = path.group(1);
        var task =
                desk.tasks()
                        .find(path.group(2), account)
                        .or(() -> desk.tasks().findByToken(path.group(2), account))
                        .filter(found -> isOf(found, operation))
                        .orElseThrow(() -> KlingErrors.refused("1203"));
        return Ask.about(account, task, found -> Kling.ok(json(desk.look(found, Kling.LIFE))));
    }

    private Ask list(Call call, Matcher path) {
        var account = account(call);
        var size = Math.clamp(Fields.count(call.parameter("pageSize")), 0, 500);
        var number = Math.clamp(Fields.count(call.parameter("pageNum")), 1, 1000);
        var page =
                desk.tasks().newest(account).stream()
                        .filter(task -> isOf(task, path.group(1)))
                        .skip((number - 1L) * (size == 0 ? 30 : size))
                        .limit(size == 0 ? 30 : size)
                        .toList();
        return Ask.aboutAll(
                account,
                page,
                () ->
                        Kling.ok(
                                Json.list(
                                        page.stream()
                                                .map(task -> json(desk.look(task, Kling.LIFE)))
                                                .toList())));
    }

    private static boolean isOf(Task task, String operation) {
        return task.order().echo().path("standard").asText().equals(operation);
    }

    private static ObjectNode submitted(Task task) {
        return Json.of(
                "task_id",
                task.id(),
                "task_status",
                "submitted",
                "task_info",
                info(task),
                "created_at",
                task.created().toEpochMilli(),
                "updated_at",
                task.created().toEpochMilli());
    }

    private static ObjectNode info(Task task) {
        var token = task.order().clientToken();
        return token == null ? Json.of() : Json.of("external_task_id", token);
    }

    private static ObjectNode json(View view) {
        var task = view.task();
        var json =
                Json.of(
                        "task_id",
                        task.id(),
                        "task_status",
                        view.word(
                                "submitted", "processing", "succeed", "failed", "failed", "failed"),
                        "task_status_msg",
                        view.isFailed() ? Kling.reason(task) : "",
                        "task_info",
                        info(task),
                        "created_at",
                        task.created().toEpochMilli(),
                        "updated_at",
                        view.updated().toEpochMilli());
        if (view.isDone()) {
            json.set("task_result", Json.of("videos", Json.list(Kling.outputs(view, null))));
            json.put("final_unit_deduction", "2");
            json.set("final_balance_deduction", Json.of("quota", "0", "list_price", "0"));
        }
        return json;
    }

    /// The body of a callback.
    ObjectNode message(View view) {
        var json = json(view);
        json.set("task_info", info(view.task()).putNull("parent_video"));
        return json;
    }

    private Account account(Call call) {
        if (call.header("Authorization").isEmpty()) {
            throw KlingErrors.refused("1001");
        }
        var shown = Credentials.shown(call, "Bearer");
        return desk.accounts()
                .find("api_key", shown)
                .or(() -> byToken(shown))
                .orElseThrow(() -> KlingErrors.refused("1002"));
    }

    private Optional<Account> byToken(String shown) {
        var token =
                KlingToken.read(
                        shown,
                        key ->
                                desk.accounts()
                                        .find("access_key", key)
                                        .map(account -> account.credential("secret_key"))
                                        .orElse(null),
                        Instant.now());
        if (token.code() != 0) {
            throw KlingErrors.refused(Integer.toString(token.code()));
        }
        return desk.accounts().find("access_key", token.accessKey());
    }
}
