package dev.reelay.worker.provider.kie;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.util.List;
import java.util.stream.Collectors;

/// The `input` of a market model. Families differ in the names of pictures and lengths; a length is
/// text unless said otherwise.
final class KieBody {
    private final SubmitAttempt attempt;
    private final JobSpec spec;
    private final List<InputFile> inputs;
    private final ObjectNode body;

    private KieBody(SubmitAttempt attempt, List<InputFile> inputs) {
        this.attempt = attempt;
        this.spec = attempt.spec();
        this.inputs = inputs;
        body = JsonNodeFactory.instance.objectNode().put("prompt", spec.prompt());
    }

    static ObjectNode of(SubmitAttempt attempt, List<InputFile> inputs) {
        var made = new KieBody(attempt, inputs);
        var model = attempt.model();
        made.checkMode();
        switch (model.replaceAll("[-/].*", "")) {
            case "kling" -> made.kling();
            case "sora" -> made.sora();
            case "hailuo" -> made.hailuo();
            case "wan" -> made.wan();
            case "bytedance" -> made.seedance();
            default -> throw new UnsupportedException("this provider does not make " + model);
        }
        return made.body;
    }

    /// Most models make either of text or of pictures, as their names say.
    private void checkMode() {
        var model = attempt.model();
        var mode = spec.mode();
        check(
                mode == Mode.TEXT || mode == Mode.IMAGE || mode == Mode.FRAMES,
                "clips from text or frames");
        check(
                !model.contains("text-to-video") || mode == Mode.TEXT,
                "clips from text with this model");
        check(
                !model.contains("image-to-video") || mode != Mode.TEXT,
                "clips from frames with this model");
    }

    private void kling() {
        seconds(5, 10);
        if (spec.negativePrompt() != null) {
            body.put("negative_prompt", spec.negativePrompt());
        }
        if (spec.mode() == Mode.TEXT) {
            check(
                    attempt.model().contains("text-to-video"),
                    "clips from a first frame with this model");
            checkRatio("16:9", "9:16", "1:1");
            body.put("aspect_ratio", spec.aspectRatio());
        } else {
            check(
                    spec.mode() == Mode.IMAGE || attempt.model().endsWith("-pro"),
                    "clips from a first frame with this model");
            frames("tail_image_url");
        }
    }

    /// `n_frames` are seconds.
    private void sora() {
        checkSeconds(10, 15);
        checkRatio("16:9", "9:16");
        var isPro = attempt.model().startsWith("sora-2-pro");
        check(isPro || spec.resolution().equals("720p"), "720p with this model");
        body.put("n_frames", String.valueOf(attempt.seconds()))
                .put("aspect_ratio", spec.aspectRatio().equals("16:9") ? "landscape" : "portrait")
                .put("remove_watermark", true);
        if (isPro) {
            body.put("size", spec.resolution().equals("720p") ? "standard" : "high");
        }
        only("image_urls");
    }

    private void hailuo() {
        if (attempt.model().endsWith("-pro")) {
            checkSeconds(6); // which it cannot be told
        } else {
            seconds(6, 10);
        }
        if (spec.mode() != Mode.TEXT) {
            frames("end_image_url");
            if (attempt.model().endsWith("-standard")) {
                body.put("resolution", "768P");
            }
        }
    }

    /// It cannot be told a ratio, which is 16:9 for text.
    private void wan() {
        seconds(5, 10, 15);
        resolution("720p", "1080p");
        if (spec.mode() == Mode.TEXT) {
            checkRatio("16:9");
        }
        only("image_urls");
    }

    /// Its length is a number.
    private void seedance() {
        check(attempt.seconds() >= 4 && attempt.seconds() <= 12, "4 to 12 seconds");
        resolution("480p", "720p", "1080p");
        checkRatio("1:1", "21:9", "4:3", "3:4", "16:9", "9:16");
        body.put("duration", attempt.seconds())
                .put("aspect_ratio", spec.aspectRatio())
                .put("generate_audio", spec.audio());
        if (!inputs.isEmpty()) {
            var urls = body.putArray("input_urls");
            inputs.forEach(input -> urls.add(input.url()));
        }
    }

    private void seconds(Integer... allowed) {
        checkSeconds(allowed);
        body.put("duration", String.valueOf(attempt.seconds()));
    }

    private void checkSeconds(Integer... allowed) {
        var all = List.of(allowed);
        var words = all.stream().map(String::valueOf).collect(Collectors.joining(" or "));
        check(all.contains(attempt.seconds()), words + " seconds");
    }

    private void resolution(String... allowed) {
        var all = List.of(allowed);
        check(all.contains(spec.resolution()), String.join(" or ", all));
        body.put("resolution", spec.resolution());
    }

    private void checkRatio(String... allowed) {
        var all = List.of(allowed);
        check(all.contains(spec.aspectRatio()), String.join(" or ", all));
    }

    private void frames(String last) {
        body.put("image_url", inputs.getFirst().url());
        if (spec.mode() == Mode.FRAMES) {
            body.put(last, inputs.getLast().url());
        }
    }

    private void only(String pictures) {
        check(spec.mode() != Mode.FRAMES, "clips from a first frame with this model");
        if (!inputs.isEmpty()) {
            body.putArray(pictures).add(inputs.getFirst().url());
        }
    }

    private static void check(boolean isMade, String what) {
        if (!isMade) {
            throw new UnsupportedException("this provider makes " + what);
        }
    }
}
