package dev.reelay.worker.provider.alibaba;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.RoledPictures;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a submit holds: up to Wan 2.6 sizes in pixels and one field for each kind of picture, from
/// 2.7 a tier, a ratio and a list of media.
///
/// @param path the service that takes it
record WanBody(String path, ObjectNode body) {
    private static final String SYNTHESIS = "video-generation";
    private static final String OLD_FRAMES = "image2video";

    /// By tier and ratio, as the upstream lists them; it takes no others.
    private static final Map<String, Map<String, String>> SIZES =
            Map.of(
                    "480p",
                    Map.of("16:9", "832*480", "9:16", "480*832", "1:1", "624*624"),
                    "720p",
                    Map.of(
                            "16:9",
                            "1280*720",
                            "9:16",
                            "720*1280",
                            "1:1",
                            "960*960",
                            "4:3",
                            "1088*832",
                            "3:4",
                            "832*1088"),
                    "1080p",
                    Map.of(
                            "16:9",
                            "1920*1080",
                            "9:16",
                            "1080*1920",
                            "1:1",
                            "1440*1440",
                            "4:3",
                            "1632*1248",
                            "3:4",
                            "1248*1632"));

    static WanBody of(SubmitAttempt attempt, List<InputFile> inputs) {
        var model = model(attempt);
        var body = JsonNodeFactory.instance.objectNode().put("model", model);
        var input = body.putObject("input").put("prompt", attempt.spec().prompt());
        if (attempt.spec().negativePrompt() != null) {
            input.put("negative_prompt", attempt.spec().negativePrompt());
        }
        var parameters = body.putObject("parameters");
        if (model.startsWith("wan2.7")) {
            fillNew(attempt, inputs, input, parameters);
        } else {
            fillOld(attempt, model, inputs, input, parameters);
        }
        parameters.put("watermark", false);
        if (attempt.spec().seed() != null) {
            parameters.put("seed", attempt.spec().seed());
        }
        return new WanBody(model.contains("kf2v") ? OLD_FRAMES : SYNTHESIS, body);
    }

    /// A route that names a family means the family's model for the mode.
    private static String model(SubmitAttempt attempt) {
        var name = attempt.model();
        return name.matches("wan\\d\\.\\d") ? name + suffix(attempt.spec()) : name;
    }

    private static String suffix(JobSpec spec) {
        return switch (spec.mode()) {
            case TEXT -> "-t2v";
            case IMAGE, FRAMES -> "-i2v";
            case REFERENCE -> "-r2v";
            case VIDEO, EXTENSION ->
                    throw new UnsupportedException("this provider takes no clip as input");
        };
    }

    private static void fillNew(
            SubmitAttempt attempt,
            List<InputFile> inputs,
            ObjectNode input,
            ObjectNode parameters) {
        var spec = attempt.spec();
        if (!inputs.isEmpty()) {
            var media = input.putArray("media");
            inputs.forEach(
                    file ->
                            media.addObject()
                                    .put("type", RoledPictures.role(file.role()))
                                    .put("url", file.dataUrl()));
        }
        parameters.put("resolution", tier(spec)).put("duration", attempt.seconds());
        if (spec.mode() == Mode.TEXT || spec.mode() == Mode.REFERENCE) {
            parameters.put("ratio", spec.aspectRatio());
        }
    }

    private static void fillOld(
            SubmitAttempt attempt,
            String model,
            List<InputFile> inputs,
            ObjectNode input,
            ObjectNode parameters) {
        var spec = attempt.spec();
        switch (spec.mode()) {
            case TEXT -> parameters.put("size", size(spec));
            case IMAGE -> {
                input.put("img_url", inputs.getFirst().dataUrl());
                parameters.put("resolution", tier(spec));
                if (model.startsWith("wan2.5") || model.startsWith("wan2.6")) {
                    parameters.put("audio", spec.audio()); // true unless told otherwise
                }
            }
            case FRAMES -> {
                if (!model.contains("kf2v")) {
                    throw new UnsupportedException(model + " takes no last frame");
                }
                input.put("first_frame_url", inputs.getFirst().dataUrl())
                        .put("last_frame_url", inputs.getLast().dataUrl());
                parameters.put("resolution", tier(spec));
            }
            case REFERENCE -> {
                var urls = input.putArray("reference_urls");
                inputs.forEach(file -> urls.add(file.dataUrl()));
                parameters.put("size", size(spec));
            }
            case VIDEO, EXTENSION ->
                    throw new UnsupportedException("this provider takes no clip as input");
        }
        if (!hasFixedLength(model)) {
            parameters.put("duration", attempt.seconds());
        }
    }

    private static boolean hasFixedLength(String model) {
        return model.startsWith("wan2.2")
                || model.startsWith("wan2.1")
                || model.startsWith("wanx2.1") && !model.equals("wanx2.1-i2v-turbo");
    }

    private static String tier(JobSpec spec) {
        if (!SIZES.containsKey(spec.resolution())) {
            throw new UnsupportedException("this provider makes 480p, 720p and 1080p");
        }
        return spec.resolution().toUpperCase(Locale.ROOT);
    }

    private static String size(JobSpec spec) {
        var size = SIZES.getOrDefault(spec.resolution(), Map.of()).get(spec.aspectRatio());
        if (size == null) {
            throw new UnsupportedException(
                    "this provider makes no %s in %s"
                            .formatted(spec.aspectRatio(), spec.resolution()));
        }
        return size;
    }
}
