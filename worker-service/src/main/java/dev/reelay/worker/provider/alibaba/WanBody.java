package dev.reelay.worker.provider.alibaba;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.event.JobSpec.Role;
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
    private static final String NO_CONTINUING = "this provider does not continue clips";
    private static final int MOST_REFERENCES = 5;

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
        check(attempt, model, inputs);
        var body = JsonNodeFactory.instance.objectNode().put("model", model);
        var input = body.putObject("input").put("prompt", attempt.spec().prompt());
        if (attempt.spec().negativePrompt() != null) {
            input.put("negative_prompt", attempt.spec().negativePrompt());
        }
        var parameters = body.putObject("parameters");
        if (isNew(attempt)) {
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

    /// Whether it is 2.7 or later.
    static boolean isNew(SubmitAttempt attempt) {
        return attempt.model().startsWith("wan2.7");
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
            case REFERENCE, VIDEO -> "-r2v";
            case EXTENSION -> throw new UnsupportedException(NO_CONTINUING);
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
            inputs.forEach(file -> put(file, media.addObject()));
        }
        parameters.put("resolution", tier(spec)).put("duration", attempt.seconds());
        if (spec.mode() != Mode.IMAGE && spec.mode() != Mode.FRAMES) {
            parameters.put("ratio", spec.aspectRatio());
        }
    }

    private static void put(InputFile file, ObjectNode item) {
        if (file.role() == Role.VIDEO) {
            item.put("type", RoledPictures.CLIP).put("url", RoledPictures.clip(file));
        } else {
            item.put("type", RoledPictures.role(file.role())).put("url", file.dataUrl());
        }
    }

    /// Models of pictures by reference are told by their names.
    private static void check(SubmitAttempt attempt, String model, List<InputFile> inputs) {
        var isOfReferences =
                switch (attempt.spec().mode()) {
                    case TEXT, IMAGE, FRAMES -> false;
                    case REFERENCE, VIDEO -> true;
                    case EXTENSION -> throw new UnsupportedException(NO_CONTINUING);
                };
        if (isOfReferences != model.contains("-r2v")) {
            throw new UnsupportedException(
                    isOfReferences
                            ? "this provider's model takes no references"
                            : "this provider's model makes clips from references only");
        }
        if (inputs.size() > MOST_REFERENCES) {
            throw new UnsupportedException("this provider makes clips of up to 5 references");
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
            case REFERENCE, VIDEO -> {
                var urls = input.putArray("reference_urls");
                inputs.forEach(file -> urls.add(url(file)));
                parameters.put("size", size(spec));
            }
            case EXTENSION -> throw new UnsupportedException(NO_CONTINUING);
        }
        if (!hasFixedLength(model)) {
            parameters.put("duration", attempt.seconds());
        }
    }

    /// For these its page knows addresses only.
    private static String url(InputFile file) {
        return file.role() == Role.VIDEO ? RoledPictures.clip(file) : file.web();
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
