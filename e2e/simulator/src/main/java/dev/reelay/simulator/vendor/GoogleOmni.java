package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Account;
import dev.reelay.simulator.task.Order;
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/// Gemini Omni's interactions, with a key or on Vertex, and the Gemini API's files.
final class GoogleOmni {
    private static final String PATH =
            "/(?:v1beta|v1beta1/projects/[^/]+/locations/global)/interactions";
    private static final Duration PROCESSING = Duration.ofMillis(500);

    private final Google google;
    private final Desk desk;

    GoogleOmni(Google google, Desk desk) {
        this.google = google;
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Step.SUBMIT, "POST", PATH, this::create),
                Route.of(Step.POLL, "GET", PATH + "/([^/]+)", this::get),
                Route.of(Step.CANCEL, "POST", PATH + "/([^/]+)/cancel", this::cancel),
                Route.of(Step.OTHER, "DELETE", PATH + "/([^/]+)", this::delete),
                Route.of(Step.DOWNLOAD, "GET", "/v1beta/files/([^/:]+):download", this::download),
                Route.of(Step.POLL, "GET", "/v1beta/files/([^/:]+)", this::state));
    }

    private Account account(Call call) {
        return call.path().startsWith("/v1beta1/") ? google.bearer(call) : google.key(call);
    }

    private Ask create(Call call, Matcher path) {
        var account = account(call);
        var fields =
                Fields.of(call.json(), GoogleErrors::wrong)
                        .only(
                                "model",
                                "input",
                                "background",
                                "store",
                                "response_format",
                                "generation_config",
                                "labels",
                                "previous_interaction_id",
                                "webhook_config");
        var model = fields.text("model", 100);
        if (!List.of("gemini-omni-1.1-flash", "gemini-omni-1.2-flash").contains(model)) {
            throw GoogleErrors.refused("NOT_FOUND", model + " is no longer available.");
        }
        if (fields.flag("background", false) && !fields.flag("store", true)) {
            throw fields.wrong("background", "needs store");
        }
        var format =
                fields.object("response_format")
                        .only(
                                "type",
                                "aspect_ratio",
                                "resolution",
                                "duration",
                                "delivery",
                                "gcs_uri");
        if (!format.choice("type", "", "video").equals("video")) {
            throw format.wrong("type", "must be video");
        }
        var ratio = format.choice("aspect_ratio", "16:9", "16:9", "9:16");
        var resolution = format.choice("resolution", "720p", "360p", "720p", "1080p", "4k");
        format.choice("delivery", "uri", "inline", "uri");
        var seconds = seconds(format, model);
        var config = fields.object("generation_config").only("seed", "video_config");
        config.large("seed", 0, 0, 4_294_967_295L);
        config.object("video_config")
                .only("task")
                .choice(
                        "task",
                        "text_to_video",
                        "text_to_video",
                        "image_to_video",
                        "reference_to_video",
                        "edit",
                        "extend");
        var hooks = fields.object("webhook_config").texts("uris", 0, 1);
        var size = Sizes.of(resolution, ratio);
        var order =
                Order.of(model, prompt(fields), seconds, size.getKey(), size.getValue(), true)
                        .withCallback(hooks.isEmpty() ? null : hooks.getFirst())
                        .remembering(Json.of("surface", "omni"));
        return Ask.order(
                account, order, task -> Answer.json(json(desk.view(task, Google.LIFE), call)));
    }

    private static int seconds(Fields format, String model) {
        var text = format.optionalText("duration", 10);
        var most = model.contains("1.2") ? 15 : 10;
        var seconds = text.isEmpty() ? 8 : Fields.count(text.replaceAll("s$", ""));
        if (!text.isEmpty() && !text.endsWith("s") || seconds < 3 || seconds > most) {
            throw format.wrong("duration", "must be \"3s\" to \"" + most + "s\"");
        }
        return seconds;
    }

    private static String prompt(Fields fields) {
        var input = fields.json().path("input");
        if (input.isTextual()) {
            return fields.text("input", 20_000);
        }
        var prompt = "";
        for (var item : fields.objects("input", 20)) {
            switch (item.choice("type", "", "text", "image", "video")) {
                case "text" -> prompt = item.text("text", 20_000);
                case "image" -> {
                    item.choice("mime_type", "image/png", "image/png", "image/jpeg");
                    if (!item.has("uri")) {
                        Google.checkPicture(item, "data");
                    }
                }
                case "video" -> item.text(item.has("uri") ? "uri" : "data", 60_000_000);
                default -> throw item.wrong("type", "is required");
            }
        }
        if (prompt.isEmpty()) {
            throw fields.wrong("input", "needs a text");
        }
        return prompt;
    }

    private Task find(String id, Account account) {
        var now = desk.world().time().instant();
        return desk.tasks()
                .find(id, account)
                .filter(task -> task.order().echo().path("surface").asText().equals("omni"))
                .filter(task -> now.isBefore(task.created().plus(Google.LIFE)))
                .orElseThrow(
                        () -> GoogleErrors.refused("NOT_FOUND", "Interaction not found: " + id));
    }

    private Ask get(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(path.group(1), account),
                task -> Answer.json(json(desk.look(task, Google.LIFE), call)));
    }

    private static ObjectNode json(View view, Call call) {
        var task = view.task();
        var json =
                Json.of(
                        "id",
                        task.id(),
                        "object",
                        "interaction",
                        "status",
                        view.word(
                                "queued",
                                "in_progress",
                                "completed",
                                "failed",
                                "cancelled",
                                "failed"),
                        "model",
                        task.order().model(),
                        "created",
                        task.created().toString(),
                        "updated",
                        view.updated().toString());
        var steps = new ArrayList<ObjectNode>();
        if (view.isDone()) {
            steps.add(
                    Json.of(
                            "type",
                            "user_input",
                            "content",
                            List.of(Json.of("type", "text", "text", task.order().prompt()))));
            var videos = new ArrayList<ObjectNode>();
            for (var number = 0; number < view.files().size(); number++) {
                videos.add(
                        Json.of(
                                "type",
                                "video",
                                "mime_type",
                                "video/mp4",
                                "uri",
                                file(task, number, call)));
            }
            steps.add(Json.of("type", "model_output", "content", Json.list(videos)));
            json.set("usage", Json.of("total_tokens", 12_345));
        }
        if (view.isFailed()) {
            var code = task.failure("safety_blocked", "internal");
            var message =
                    task.isAgainstPolicy()
                            ? "The prompt was blocked by the safety policy."
                            : "Internal error.";
            json.set("errors", Json.list(List.of(Json.of("code", code, "message", message))));
        }
        json.set("steps", Json.list(steps));
        return json;
    }

    /// Where a task's file is fetched with the key.
    static String file(Task task, int number, Call call) {
        return "http://%s/v1beta/files/%s-%d:download?alt=media"
                .formatted(call.header("Host"), task.id(), number);
    }

    private Ask cancel(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(path.group(1), account),
                task -> {
                    task.move(Phase.CANCELLED, desk.world().time().instant());
                    desk.world().callbacks().lookAgain();
                    return Answer.json(json(desk.view(task, Google.LIFE), call));
                });
    }

    private Ask delete(Call call, Matcher path) {
        var account = account(call);
        return Ask.about(
                account,
                find(path.group(1), account),
                task -> {
                    desk.tasks().forget(task);
                    return Answer.json(Json.of());
                });
    }

    private Task ofFile(String file, Account account) {
        var now = desk.world().time().instant();
        return desk.tasks()
                .find(file.replaceAll("-[0-9]+$", ""), account)
                .filter(task -> !desk.view(task, Google.LIFE).files().isEmpty())
                .filter(task -> now.isBefore(task.created().plus(Google.LIFE)))
                .orElseThrow(() -> GoogleErrors.refused("NOT_FOUND", "File not found"));
    }

    private boolean isActive(Task task) {
        var now = desk.world().time().instant();
        var isOmni = task.order().echo().path("surface").asText().equals("omni");
        return !isOmni || now.isAfter(desk.view(task, Google.LIFE).updated().plus(PROCESSING));
    }

    private Ask state(Call call, Matcher path) {
        var account = google.key(call);
        var name = path.group(1);
        return Ask.about(
                account,
                ofFile(name, account),
                task ->
                        Answer.json(
                                Json.of(
                                        "name",
                                        "files/" + name,
                                        "mimeType",
                                        "video/mp4",
                                        "state",
                                        isActive(task) ? "ACTIVE" : "PROCESSING")));
    }

    private Ask download(Call call, Matcher path) {
        var account = google.key(call);
        return Ask.about(
                account,
                ofFile(path.group(1), account),
                task ->
                        isActive(task)
                                ? Answer.file("video/mp4", desk.clip(task))
                                : GoogleErrors.of(
                                        "FAILED_PRECONDITION", "The file is not ACTIVE."));
    }
}
