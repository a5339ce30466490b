package dev.reelay.api.dialect.openrouter;

import dev.reelay.api.dialect.ModelList;
import dev.reelay.common.catalogue.AspectRatio;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.catalogue.Resolution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// `/videos/models` and `/models`: what there is to use. Neither needs a key.
@Path(OpenRouterDialect.ROOT + "/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenRouterModels {
    private static final List<String> PASSED_ON = List.of("negativePrompt");

    private final Catalogue catalogue;

    OpenRouterModels(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    public record Models<T>(List<T> data) {}

    /// All members are always there: clients refuse a list in which one is missing.
    public record VideoModel(
            String id,
            String canonicalSlug,
            String name,
            String description,
            long created,
            @Nullable String huggingFaceId,
            List<Resolution> supportedResolutions,
            List<AspectRatio> supportedAspectRatios,
            List<FrameSize> supportedSizes,
            List<Integer> supportedDurations,
            List<String> supportedFrameImages,
            boolean generateAudio,
            boolean seed,
            @Nullable String upscaleFactor,
            @Nullable String creativity,
            List<String> allowedPassthroughParameters) {}

    @GET
    @Path("videos/models")
    public Models<VideoModel> videoModels() {
        return new Models<>(
                listed().stream().map(e -> videoModel(e.getKey(), e.getValue())).toList());
    }

    /// A model of the general list.
    public record AnyModel(
            String id,
            String canonicalSlug,
            String name,
            long created,
            String description,
            Architecture architecture) {
        public record Architecture(
                String modality, List<String> inputModalities, List<String> outputModalities) {}
    }

    /// There are only video models here, and without the filter those are left out.
    @GET
    @Path("models")
    public Models<AnyModel> models(@QueryParam("output_modalities") @Nullable String outputs) {
        var video = outputs != null && Arrays.asList(outputs.split(",")).contains("video");
        return new Models<>(
                video
                        ? listed().stream().map(e -> anyModel(e.getKey(), e.getValue())).toList()
                        : List.of());
    }

    /// Ids of this API have an author and a slug.
    private List<Map.Entry<String, Model>> listed() {
        return catalogue.visibleTo(OpenRouterDialect.ID).entrySet().stream()
                .filter(e -> e.getKey().contains("/"))
                .toList();
    }

    private static VideoModel videoModel(String id, Model model) {
        return new VideoModel(
                id,
                id,
                model.name(),
                model.description(),
                ModelList.created(model),
                null,
                model.frames().resolutions(),
                model.frames().aspectRatios(),
                model.frames().named(),
                durations(model.durations()),
                frameImages(model),
                model.audio() != Model.Audio.NEVER,
                true,
                null,
                null,
                PASSED_ON);
    }

    private static List<Integer> durations(Model.Durations durations) {
        return switch (durations) {
            case Model.Durations.OneOf(var seconds) -> seconds;
            case Model.Durations.Between(var from, var to) ->
                    IntStream.rangeClosed(from, to).boxed().toList();
        };
    }

    private static List<String> frameImages(Model model) {
        var frames = new ArrayList<String>();
        if (model.modes().contains(Mode.IMAGE) || model.modes().contains(Mode.FRAMES)) {
            frames.add("first_frame");
        }
        if (model.modes().contains(Mode.FRAMES)) {
            frames.add("last_frame");
        }
        return frames;
    }

    private static AnyModel anyModel(String id, Model model) {
        var inputs =
                model.modes().equals(Set.of(Mode.TEXT))
                        ? List.of("text")
                        : List.of("text", "image");
        return new AnyModel(
                id,
                id,
                model.name(),
                ModelList.created(model),
                model.description(),
                new AnyModel.Architecture(
                        String.join("+", inputs) + "->video", inputs, List.of("video")));
    }
}
