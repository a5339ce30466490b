package dev.reelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "try",
        description =
                "Makes a clip from a prompt; starts what is not running and leaves it running.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TryPrompt implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final int SETTLING = 10; // looks
    private static final long LARGEST_IMAGE = 40L << 20;

    @Parameters(paramLabel = "PROMPT", description = "What the clip shows.")
    private String prompt = "";

    @Option(names = "--image", paramLabel = "FILE", description = "First frame: JPEG, PNG or WebP.")
    private @Nullable Path image;

    @Option(names = "--model", paramLabel = "MODEL", description = "Default: reelay/storyboard-1.")
    private String model = "reelay/storyboard-1";

    @Option(names = "--duration", paramLabel = "S", description = "Seconds; default 5.")
    private int duration = 5;

    @Option(
            names = "--resolution",
            paramLabel = "R",
            description = "480p, 720p (default) or 1080p.")
    private String resolution = "720p";

    @Option(names = "--aspect-ratio", paramLabel = "W:H", description = "Default 16:9.")
    private String aspectRatio = "16:9";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the MP4 goes; default: the video's id in this folder.")
    private @Nullable Path output;

    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        refuseOutput();
        var body = body();
        var installation = data.installation();
        var progress = new Progress(System.out);
        var demo = start(installation, progress);
        var begun = System.nanoTime();
        try (var api = new Api(installation.url(), demo.liveKey())) {
            var video = api.post("/v1/videos", UUID.randomUUID().toString(), body);
            progress.say("  " + video.path("id").asText() + "   " + money(video));
            var ended = await(api, video.path("id").asText(), progress);
            return "completed".equals(ended.path("status").asText())
                    ? save(api, ended, progress, begun)
                    : explain(ended, progress);
        }
    }

    private static Demo start(Installation installation, Progress progress) {
        try (var _ = Lock.take(installation.data())) {
            new StartParts(installation, progress).start();
            return Demo.ensure(installation);
        }
    }

    private void refuseOutput() {
        if (output == null) {
            return;
        }
        if (Files.isDirectory(output)) {
            throw new Refusal(output + " is a folder; name a file with -o");
        }
        var folder = output.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Refusal("the folder of " + output + " does not exist");
        }
    }

    private Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("model", model);
        body.put("prompt", prompt);
        body.put("seconds", String.valueOf(duration));
        body.put("resolution", resolution);
        body.put("aspect_ratio", aspectRatio);
        if (image != null) {
            body.put("input_reference", Map.of("image_url", dataUrl(image)));
        }
        return body;
    }

    /// The type in the link is a formality: the api looks at the bytes.
    private static String dataUrl(Path image) {
        try {
            if (!Files.isRegularFile(image)) {
                throw new Refusal("there is no image " + image);
            }
            if (Files.size(image) > LARGEST_IMAGE) {
                throw new Refusal(image + " is larger than 40 MB");
            }
            return "data:image/png;base64,"
                    + Base64.getEncoder().encodeToString(Files.readAllBytes(image));
        } catch (IOException e) {
            throw new Refusal(image + " cannot be read: " + e.getMessage());
        }
    }

    private static JsonNode await(Api api, String id, Progress progress)
            throws InterruptedException {
        try (var meter = progress.meter("rendering")) {
            while (true) {
                var video = api.get("/v1/videos/" + id);
                var status = video.path("status").asText();
                meter.at(video.path("progress").asInt(), status);
                if (status.equals("completed") || status.equals("failed")) {
                    return video;
                }
                Thread.sleep(LOOK);
            }
        }
    }

    private int save(Api api, JsonNode video, Progress progress, long begun)
            throws InterruptedException {
        var id = video.path("id").asText();
        var file = output == null ? Path.of(id + ".mp4") : output;
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            api.download("/v1/videos/" + id + "/content", part);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            progress.say(
                    String.format(
                            Locale.ROOT,
                            "  [ok] completed in %.1fs   %s  %s s  %,d kB   %s%n%n  Clip  %s",
                            (System.nanoTime() - begun) / 1e9,
                            video.path("size").asText(),
                            video.path("seconds").asText(),
                            Files.size(file) / 1000,
                            money(settled(api, id)),
                            file.toAbsolutePath().normalize()));
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            part.toFile().delete();
        }
    }

    /// The video once its credits are settled, which a moment after its end they are.
    private static JsonNode settled(Api api, String id) throws InterruptedException {
        var video = api.get("/v1/videos/" + id);
        for (var looks = 0; looks < SETTLING && isHeld(video); looks++) {
            Thread.sleep(LOOK);
            video = api.get("/v1/videos/" + id);
        }
        return video;
    }

    private static boolean isHeld(JsonNode video) {
        return "held".equals(video.at("/billing/state").asText());
    }

    private static int explain(JsonNode video, Progress progress) {
        progress.say(
                "  [!!] %s failed: %s (%s)   %s"
                        .formatted(
                                video.path("id").asText(),
                                video.at("/error/message").asText(),
                                video.at("/error/code").asText(),
                                money(video)));
        return 1;
    }

    /// The money of a video in words: `held 1 credits`.
    private static String money(JsonNode video) {
        var billing = video.path("billing");
        var state = billing.path("state").asText();
        return state.isEmpty() ? "" : state + " " + billing.path(state).asText() + " credits";
    }
}
