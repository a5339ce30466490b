package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Order;
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.View;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;

/// MiniMax's V2: H3, with real statuses, a list and a cancel.
final class MiniMaxSecond {
    private static final String QUERY = "/v2/query/video_generation";
    private static final String[] WORDS = {
        "queued", "running", "succeeded", "failed", "cancelled", "expired"
    };

    private final MiniMax first;
    private final Desk desk;

    MiniMaxSecond(MiniMax first, Desk desk) {
        this.first = first;
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Step.SUBMIT, "POST", "/v2/video_generation", this::submit),
                Route.of(Step.POLL, "GET", QUERY, this::list),
                Route.of(Step.POLL, "GET", QUERY + "/([^/]+)", this::query),
                Route.of(Step.CANCEL, "DELETE", "/v2/video_generation/([^/]+)", this::delete));
    }

    private Ask submit(Call call, Matcher path) throws InterruptedException {
        var account = first.account(call);
        var fields =
                Fields.of(call.json(), MiniMaxErrors.wrong(call))
                        .only(
                                "model",
                                "content",
                                "resolution",
                                "duration",
                                "ratio",
                                "extra",
                                "callback_url",
                                "aigc_watermark");
        var model = fields.choice("model", "", "MiniMax-H3", "MiniMax-H3-Max");
        if (model.isEmpty()) {
            throw fields.wrong("model", "is required");
        }
        var isMax = model.equals("MiniMax-H3-Max");
        var resolution =
                isMax
                        ? fields.choice("resolution", "768P", "480P", "768P")
                        : fields.choice("resolution", "768P", "768P", "2K");
        var least = isMax ? 5 : 4;
        var seconds =
                fields.whole("duration", 6, s -> s >= least && s <= 15, "from " + least + " to 15");
        var ratio =
                fields.choice("ratio", "", "adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16");
        var prompt = "";
        var roles = new TreeMap<String, Integer>();
        for (var item : fields.objects("content", 20)) {
            switch (item.choice("type", "", "text", "image_url", "video_url", "audio_url")) {
                case "text" -> prompt = item.text("text", 7000);
                case "image_url" -> {
                    first.hasPicture(item.object("image_url"), "url");
                    roles.merge(
                            role(item, "first_frame", "last_frame", "reference_image"),
                            1,
                            Integer::sum);
                }
                case "video_url" -> {
                    var url = item.object("video_url").text("url", 30_000_000);
                    if (!first.isClip(url)) {
                        throw fields.wrong("content", "has a video_url that holds no clip");
                    }
                    roles.merge(role(item, "reference_video"), 1, Integer::sum);
                }
                case "audio_url" -> roles.merge(role(item, "reference_audio"), 1, Integer::sum);
                default -> throw item.wrong("type", "is required");
            }
        }
        checkRoles(fields, roles, prompt, ratio);
        var size = Sizes.of(resolution, ratio);
        var order =
                Order.of(model, prompt, seconds, size.getKey(), size.getValue(), true)
                        .withCallback(first.callback(fields))
                        .remembering(
                                Json.of("version", 2, "resolution", resolution, "ratio", ratio));
        return Ask.order(account, order, task -> Answer.json(Json.of("task_id", task.id())));
    }

    private static String role(Fields item, String... roles) {
        var role = item.choice("role", "", roles);
        if (role.isEmpty()) {
            throw item.wrong("role", "is required");
        }
        return role;
    }

    private static void checkRoles(
            Fields fields, TreeMap<String, Integer> roles, String prompt, String ratio) {
        roles.forEach(
                (role, count) -> {
                    var most = role.endsWith("frame") ? 1 : role.endsWith("image") ? 9 : 3;
                    if (count > most) {
                        throw fields.wrong("content", "has more than " + most + " " + role);
                    }
                });
        if (roles.isEmpty() && prompt.isEmpty()) {
            throw fields.wrong("content", "is required");
        }
        if (roles.isEmpty() && Set.of("adaptive", "").contains(ratio)) {
            throw fields.wrong("ratio", "must not be adaptive for text");
        }
    }

    private Ask query(Call call, Matcher path) {
        var account = first.account(call);
        var task = first.find(path.group(1), account, 2, call);
        return Ask.about(account, task, found -> Answer.json(json(desk.look(found, MiniMax.LIFE))));
    }

    private Ask list(Call call, Matcher path) {
        var account = first.account(call);
        var wanted = call.parameter("filter.status");
        var all =
                desk.tasks().newest(account).stream()
                        .filter(task -> task.order().echo().path("version").asInt() == 2)
                        .filter(task -> wanted.isEmpty() || word(task).equals(wanted))
                        .toList();
        var size = Math.max(1, Fields.count(call.parameter("page_size")));
        var page =
                all.stream()
                        .skip(size * Math.max(0L, Fields.count(call.parameter("page_num")) - 1L))
                        .limit(size)
                        .toList();
        return Ask.aboutAll(
                account,
                page,
                () ->
                        Answer.json(
                                Json.of(
                                        "items",
                                        Json.list(
                                                page.stream()
                                                        .map(task -> item(task).get("task"))
                                                        .toList()),
                                        "total",
                                        all.size())));
    }

    private ObjectNode item(Task task) {
        return json(desk.look(task, MiniMax.LIFE));
    }

    private String word(Task task) {
        return desk.view(task, MiniMax.LIFE).word(WORDS);
    }

    private Ask delete(Call call, Matcher path) {
        var account = first.account(call);
        var task = first.find(path.group(1), account, 2, call);
        return Ask.about(account, task, found -> deleted(found, call));
    }

    private Answer deleted(Task task, Call call) {
        var now = desk.world().time().instant();
        switch (task.phase(now)) {
            case QUEUED -> task.move(Phase.CANCELLED, now);
            case SUCCEEDED, FAILED, EXPIRED -> desk.tasks().forget(task);
            case RUNNING, CANCELLED -> {
                return MiniMaxErrors.of("2013", call);
            }
        }
        var action = task.phase(now) == Phase.CANCELLED ? "cancelled" : "deleted";
        return Answer.json(Json.of("task_id", task.id(), "action", action, "status", action));
    }

    static ObjectNode json(View view) {
        var task = view.task();
        var order = task.order();
        var json =
                Json.of(
                        "id",
                        task.id(),
                        "model",
                        order.model(),
                        "status",
                        view.word(WORDS),
                        "created_at",
                        task.created().getEpochSecond(),
                        "updated_at",
                        view.updated().getEpochSecond(),
                        "resolution",
                        order.echo().get("resolution"),
                        "duration",
                        order.seconds(),
                        "ratio",
                        order.echo().get("ratio"));
        if (view.isDone() && !view.files().isEmpty()) {
            json.set("content", Json.of("url", view.files().getFirst()));
        }
        if (view.isFailed()) {
            var code = task.failure("1027", "1000");
            json.set("error", Json.of("code", code, "message", MiniMaxErrors.message(code)));
        }
        return Json.of("task", json);
    }
}
