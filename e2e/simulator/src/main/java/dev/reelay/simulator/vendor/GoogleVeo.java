package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Account;
import dev.reelay.simulator.task.Order;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// Veo on Vertex (surface B) and on the Gemini API (surface A).
final class GoogleVeo {
    private static final String VERTEX =
            "/v1/(projects/[^/]+/locations/[^/]+/publishers/google/models/([^/:]+))";
    private static final List<String> ON_VERTEX =
            List.of(
                    "veo-3.1-generate-001",
                    "veo-3.1-fast-generate-001",
                    "veo-3.1-lite-generate-001");
    private static final List<String> ON_GEMINI =
            List.of(
                    "veo-3.1-generate-preview",
                    "veo-3.1-fast-generate-preview",
                    "veo-3.1-lite-generate-preview");
    private static final String FILTERED =
            "Veo could not generate 1 videos based on the prompt provided. You will not be charged"
                    + " for this request. Try rephrasing the prompt. Support codes: 42237218";
    private static final String TYPE = "type.googleapis.com/";

    private final Google google;
    private final Desk desk;

    GoogleVeo(Google google, Desk desk) {
        this.google = google;
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(
                Route.of(Step.SUBMIT, "POST", VERTEX + ":predictLongRunning", this::onVertex),
                Route.of(Step.POLL, "POST", VERTEX + ":fetchPredictOperation", this::fetch),
                Route.of(Step.DOWNLOAD, "GET", "/storage/v1/b/([^/]+)/o/([^/]+)", this::object),
                Route.of(
                        Step.SUBMIT,
                        "POST",
                        "/v1beta/models/([^/:]+):predictLongRunning",
                        this::onGemini),
                Route.of(Step.POLL, "GET", "/v1beta/(models/[^/]+)/operations/([^/]+)", this::get));
    }

    private Ask onVertex(Call call, Matcher path) {
        var account = google.bearer(call);
        var model = served(path.group(2), ON_VERTEX);
        var fields =
                Fields.of(call.json(), GoogleErrors::wrong)
                        .only("instances", "parameters", "labels");
        var instance = instance(fields, true);
        var parameters =
                fields.object("parameters")
                        .only(
                                "durationSeconds",
                                "aspectRatio",
                                "resolution",
                                "sampleCount",
                                "seed",
                                "generateAudio",
                                "negativePrompt",
                                "personGeneration",
                                "storageUri",
                                "compressionQuality",
                                "resizeMode",
                                "enhancePrompt",
                                "fps",
                                "pubsubTopic");
        if (!parameters.has("generateAudio")) {
            throw parameters.wrong("generateAudio", "is required");
        }
        parameters.choice(
                "personGeneration",
                "allow_adult",
                "allow_adult",
                "disallow",
                "dont_allow",
                "allow_all");
        parameters.large("seed", 0, 0, 4_294_967_295L);
        parameters.choice("compressionQuality", "optimized", "optimized", "lossless");
        parameters.choice("resizeMode", "pad", "crop", "pad");
        var bucket = parameters.optionalText("storageUri", 500);
        if (!bucket.isEmpty() && !bucket.matches("gs://[^/]+/.*")) {
            throw parameters.wrong("storageUri", "must be gs://bucket/prefix");
        }
        var samples = parameters.whole("sampleCount", 1, n -> n >= 1 && n <= 4, "1 to 4");
        return order(account, model, instance, parameters, path.group(1), bucket, samples, null);
    }

    private Ask onGemini(Call call, Matcher path) {
        var account = google.key(call);
        var model = served(path.group(1), ON_GEMINI);
        var fields =
                Fields.of(call.json(), GoogleErrors::wrong)
                        .only("instances", "parameters", "webhook_config");
        var instance = instance(fields, false);
        var parameters =
                fields.object("parameters")
                        .only(
                                "durationSeconds",
                                "aspectRatio",
                                "resolution",
                                "sampleCount",
                                "negativePrompt",
                                "personGeneration",
                                "enhancePrompt");
        parameters.choice(
                "personGeneration", "allow_all", "allow_adult", "allow_all", "dont_allow");
        var seconds = parameters.whole("durationSeconds", 8, s -> s > 0, "positive");
        var resolution = parameters.optionalText("resolution", 10);
        var isLong = resolution.equals("1080p") || resolution.equals("4k");
        if (seconds != 8 && (isLong || instance.has("referenceImages"))) {
            throw parameters.wrong("durationSeconds", "must be 8 here");
        }
        var samples = parameters.whole("sampleCount", 1, n -> n == 1, "1");
        var hooks = fields.object("webhook_config").texts("uris", 0, 1);
        return order(
                account,
                model,
                instance,
                parameters,
                "models/" + model,
                "",
                samples,
                hooks.isEmpty() ? null : hooks.getFirst());
    }

    private static String served(String model, List<String> served) {
        if (!served.contains(model)) {
            throw GoogleErrors.refused(
                    "NOT_FOUND", "models/" + model + " is not found or is no longer available.");
        }
        return model;
    }

    private static Fields instance(Fields fields, boolean isVertex) {
        var instances = fields.objects("instances", 1);
        if (instances.isEmpty()) {
            throw fields.wrong("instances", "must have one item");
        }
        var instance =
                instances
                        .getFirst()
                        .only("prompt", "image", "lastFrame", "referenceImages", "video");
        var hasImage = media(instance, "image", isVertex);
        if (media(instance, "lastFrame", isVertex) && !hasImage) {
            throw instance.wrong("lastFrame", "needs an image");
        }
        for (var reference : instance.objects("referenceImages", 3)) {
            reference.choice("referenceType", "asset", "asset", "style");
            media(reference, "image", isVertex);
        }
        if (!hasImage
                && !instance.has("video")
                && instance.optionalText("prompt", 20_000).isEmpty()) {
            throw instance.wrong("prompt", "is required");
        }
        return instance;
    }

    private static boolean media(Fields instance, String name, boolean isVertex) {
        if (!instance.has(name)) {
            return false;
        }
        var media = instance.object(name);
        if (isVertex) {
            media.only("bytesBase64Encoded", "gcsUri", "mimeType");
        } else {
            media.only("bytesBase64Encoded", "mimeType");
        }
        media.choice("mimeType", "image/png", "image/jpeg", "image/png");
        if (!media.has("gcsUri")) {
            Google.checkPicture(media, "bytesBase64Encoded");
        }
        return true;
    }

    private Ask order(
            Account account,
            String model,
            Fields instance,
            Fields parameters,
            String name,
            String bucket,
            int samples,
            @Nullable String hook) {
        var seconds =
                parameters.whole(
                        "durationSeconds",
                        8,
                        s -> s == 4 || s == 6 || s == 8 || s == 7 && instance.has("video"),
                        "4, 6 or 8");
        if (instance.has("referenceImages") && seconds != 8) {
            throw parameters.wrong("durationSeconds", "must be 8 with reference images");
        }
        var resolution = parameters.choice("resolution", "720p", "720p", "1080p", "4k");
        var ratio = parameters.choice("aspectRatio", "16:9", "16:9", "9:16");
        var size = Sizes.of(resolution, ratio);
        var order =
                Order.of(
                                model,
                                instance.optionalText("prompt", 20_000),
                                seconds,
                                size.getKey(),
                                size.getValue(),
                                parameters.flag("generateAudio", true))
                        .withCallback(hook)
                        .remembering(
                                Json.of(
                                        "surface", "veo", "name", name, "bucket", bucket, "samples",
                                        samples));
        return Ask.order(
                account, order, task -> Answer.json(Json.of("name", name + operation(task))));
    }

    private static String operation(Task task) {
        return "/operations/" + task.id();
    }

    private static String name(Task task) {
        return task.order().echo().path("name").asText();
    }

    private Ask fetch(Call call, Matcher path) {
        var account = google.bearer(call);
        var name =
                Fields.of(call.json(), GoogleErrors::wrong)
                        .only("operationName")
                        .text("operationName", 500);
        if (!name.startsWith(path.group(1) + "/operations/")) {
            throw GoogleErrors.wrong("operationName", "is not of this model and location");
        }
        return polled(account, path.group(1), name.substring(name.lastIndexOf('/') + 1), call);
    }

    private Ask get(Call call, Matcher path) {
        return polled(google.key(call), path.group(1), path.group(2), call);
    }

    private Ask polled(Account account, String name, String id, Call call) {
        var now = desk.world().time().instant();
        var task =
                desk.tasks()
                        .find(id, account)
                        .filter(found -> name(found).equals(name))
                        .filter(found -> now.isBefore(found.created().plus(Google.LIFE)))
                        .orElseThrow(
                                () ->
                                        GoogleErrors.refused(
                                                "NOT_FOUND", "Operation not found: " + id));
        return Ask.about(account, task, found -> Answer.json(json(found, call)));
    }

    private ObjectNode json(Task task, Call call) throws InterruptedException {
        var view = desk.look(task, Google.LIFE);
        var json = Json.of("name", name(task) + operation(task));
        if (!view.isDone() && !view.isFailed()) {
            return json;
        }
        json.put("done", true);
        var number = task.failure("policy", "13");
        if (view.isFailed() && number.matches("[0-9]{1,2}")) {
            json.set(
                    "error",
                    Json.of(
                            "code",
                            Integer.valueOf(number),
                            "message",
                            number.equals("3")
                                    ? "The request violates the usage guidelines."
                                    : "Internal error.",
                            "details",
                            List.of()));
            return json;
        }
        var isVertex = name(task).startsWith("projects/");
        json.set("response", isVertex ? onVertex(view) : onGemini(view, call));
        return json;
    }

    private ObjectNode onVertex(View view) throws InterruptedException {
        var response =
                Json.of("@type", TYPE + "cloud.ai.large_models.vision.GenerateVideoResponse");
        filtered(response, view);
        if (view.isDone() && !view.files().isEmpty()) {
            var videos = new ArrayList<ObjectNode>();
            var echo = view.task().order().echo();
            var count = Math.max(view.files().size(), echo.path("samples").asInt());
            for (var number = 0; number < count; number++) {
                videos.add(video(view.task(), number));
            }
            response.set("videos", Json.list(videos));
        }
        return response;
    }

    private ObjectNode video(Task task, int number) throws InterruptedException {
        var bucket = task.order().echo().path("bucket").asText();
        if (!bucket.isEmpty()) {
            var folder = bucket.endsWith("/") ? bucket : bucket + "/";
            var uri = folder + task.id() + "/sample_" + number + ".mp4";
            return Json.of("gcsUri", uri, "mimeType", "video/mp4");
        }
        try {
            var bytes = Files.readAllBytes(desk.clip(task));
            return Json.of(
                    "bytesBase64Encoded",
                    Base64.getEncoder().encodeToString(bytes),
                    "mimeType",
                    "video/mp4");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode onGemini(View view, Call call) {
        var generated = Json.of();
        filtered(generated, view);
        if (view.isDone() && !view.files().isEmpty()) {
            var samples = new ArrayList<ObjectNode>();
            for (var number = 0; number < view.files().size(); number++) {
                samples.add(
                        Json.of(
                                "video",
                                Json.of("uri", GoogleOmni.file(view.task(), number, call))));
            }
            generated.set("generatedSamples", Json.list(samples));
        }
        return Json.of(
                "@type",
                TYPE + "google.ai.generativelanguage.v1beta.PredictLongRunningResponse",
                "generateVideoResponse",
                generated);
    }

    private static void filtered(ObjectNode response, View view) {
        if (view.isFailed()) {
            response.put("raiMediaFilteredCount", 1);
            response.set("raiMediaFilteredReasons", Json.of("r", List.of(FILTERED)).get("r"));
        }
    }

    private Ask object(Call call, Matcher path) {
        var account = google.bearer(call);
        var object = URLDecoder.decode(path.group(2), StandardCharsets.UTF_8).split("/");
        var id = object.length < 2 ? "" : object[object.length - 2];
        var task =
                desk.tasks()
                        .find(id, account)
                        .filter(found -> isIn(found, path.group(1)))
                        .orElseThrow(() -> GoogleErrors.refused("NOT_FOUND", "No such object"));
        return Ask.about(
                account,
                task,
                found ->
                        desk.view(found, Google.LIFE).files().isEmpty()
                                ? GoogleErrors.of("NOT_FOUND", "No such object")
                                : Answer.file("video/mp4", desk.clip(found)));
    }

    private static boolean isIn(Task task, String bucket) {
        return task.order().echo().path("bucket").asText().startsWith("gs://" + bucket + "/");
    }
}
