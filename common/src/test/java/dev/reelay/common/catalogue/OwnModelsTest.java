package dev.reelay.common.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The project's own models, against the tables of the dialects they come from.
class OwnModelsTest {
    private static final Catalogue CATALOGUE =
            new CatalogueLoader().load(Path.of(System.getProperty("reelay.catalogue.path")));

    @ParameterizedTest
    @CsvSource({
        // id, modes, seconds, tiers
        "klingai/kling-v3.0-t2v, text, 3-15, 720p 1080p",
        "klingai/kling-v3.0-i2v, image frames, 3-15, 720p 1080p",
        "klingai/kling-v3.0-omni, text image reference video, 3-15, 720p 1080p",
        "google/veo-3.1, text image frames, 4 6 8, 720p 1080p",
        "alibaba/wan-2.6, text image, 5 10 15, 720p 1080p",
        "minimax/hailuo-02, text image frames, 6 10, 768p",
        "kling/v2-1-standard, image, 5 10, 720p",
        "kling/v2-1-pro, image, 5 10, 1080p",
        "kling/v2-1-master-text-to-video, text, 5 10, 1080p",
        "sora-2-text-to-video, text, 5 10 20, 720p 1080p",
        "sora-2-pro-text-to-video, text, 5 10 20, 720p 1080p",
        "sora-2-image-to-video, image, 5 10 20, 720p 1080p",
        "hailuo/02-text-to-video-standard, text, 5 10, 768p",
        "hailuo/02-text-to-video-pro, text, 5 10, 1080p",
        "hailuo/02-image-to-video-standard, image, 5 10, 768p",
        "hailuo/02-image-to-video-pro, image, 5 10, 1080p",
        "veo3_fast, text image, 8, 720p 1080p",
        "veo3, text image, 8, 720p 1080p",
        "veo3_lite, text image, 8, 720p 1080p",
        "wan/2-6-text-to-video, text, 5 10 15, 720p 1080p",
        "wan/2-6-image-to-video, image, 5 10 15, 720p 1080p",
        "bytedance/seedance-1.5-pro, text image, 5 10, 720p 1080p",
        "provider-2/seedance-lite, text, 1-5, 1080p",
        "provider-2/kling-v2.1, text, 1-5, 720p 1080p",
        "provider-2/sora-2, text, 1-4, 720p 1080p",
        "provider-2/veo-fast, text, 1-8, 720p 1080p",
        "provider-2/seedance-pro, text, 1-5, 1080p",
        "provider-2/sora-2-pro, text, 1-5, 720p 1080p",
        "provider-2/veo, text, 1-8, 720p 1080p",
        "kling-v1, text image frames, 5 10, 720p 1080p",
        "kling-v2-master, image, 5 10, 720p 1080p",
        "jimeng_vgfm_t2v_l20, text, 5, 720p",
        "jimeng_vgfm_i2v_l20, image, 5, 720p",
        "viduq1, text image frames reference, 5, 1080p",
        "sora-2, text image extension, 4 8 12 16 20, 720p",
        "sora-2-pro, text image extension, 4 8 12 16 20, 720p 1080p",
        "kling-v1-6, text image frames, 5 10, 720p 1080p",
        "kling-v2-1-master, text image, 5 10, 1080p",
        "kling-v2-5-turbo, text image frames, 5 10, 720p 1080p",
        "kling-v2-6, text image frames, 5 10, 720p 1080p",
        "wan2.5-t2v-preview, text, 5 10, 480p 720p 1080p",
        "wan2.5-i2v-preview, image, 5 10, 480p 720p 1080p",
        "wan2.2-i2v-flash, image, 5, 480p 720p",
        "wan2.2-i2v-plus, image, 5, 480p 1080p",
        "wan2.2-kf2v-flash, frames, 5, 480p 720p 1080p",
        "wanx2.1-i2v-plus, image, 5, 720p",
        "wanx2.1-i2v-turbo, image, 3 4 5, 480p 720p",
        "reelay/storyboard-1, text image frames extension, 1-30, 480p 720p 1080p",
    })
    void a_model_does_what_its_table_says(String id, String modes, String seconds, String tiers) {
        var model = CATALOGUE.model(id).orElseThrow();
        assertThat(model.modes())
                .extracting(Mode::word)
                .containsExactlyInAnyOrder(modes.split(" "));
        assertThat(lengths(model)).containsExactlyInAnyOrderElementsOf(numbers(seconds));
        assertThat(model.frames().resolutions())
                .extracting(Resolution::word)
                .containsExactlyInAnyOrder(tiers.split(" "));
        assertThat(model.maxOutputs()).isEqualTo(4);
    }

    private static List<Integer> lengths(Model model) {
        return IntStream.rangeClosed(1, 60).filter(model.durations()::allow).boxed().toList();
    }

    private static Collection<Integer> numbers(String text) {
        if (text.contains("-")) {
            var ends = text.split("-");
            return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
                    .boxed()
                    .toList();
        }
        return Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "kling/v2-1-standard, 720p, 5, 11",
        "kling/v2-1-standard, 720p, 10, 22",
        "kling/v2-1-pro, 1080p, 5, 21",
        "kling/v2-1-pro, 1080p, 10, 42",
        "kling/v2-1-master-text-to-video, 1080p, 5, 67",
        "kling/v2-1-master-text-to-video, 1080p, 10, 134",
        "sora-2-text-to-video, 720p, 5, 12",
        "sora-2-pro-text-to-video, 720p, 5, 16",
        "sora-2-pro-text-to-video, 720p, 10, 32",
        "sora-2-pro-text-to-video, 720p, 20, 64",
        "sora-2-pro-text-to-video, 1080p, 5, 24",
        "sora-2-pro-text-to-video, 1080p, 10, 48",
        "sora-2-pro-text-to-video, 1080p, 20, 96",
        "hailuo/02-text-to-video-standard, 768p, 5, 13",
        "hailuo/02-image-to-video-standard, 768p, 10, 21",
        "hailuo/02-text-to-video-pro, 1080p, 5, 24",
        "hailuo/02-image-to-video-pro, 1080p, 10, 48",
        "veo3_fast, 720p, 8, 9",
        "veo3, 720p, 8, 63",
        "veo3_lite, 1080p, 8, 5",
        "wan/2-6-text-to-video, 720p, 5, 30",
    })
    void a_clip_costs_what_the_price_list_says(
            String id, String tier, int seconds, BigDecimal credits) {
        var price = CATALOGUE.model(id).orElseThrow().price();
        assertThat(price.perClip())
                .hasEntrySatisfying(
                        Resolution.named(tier).orElseThrow(),
                        clips -> assertThat(clips.get(seconds)).isEqualByComparingTo(credits));
        assertThat(price.step()).isEqualByComparingTo(BigDecimal.ONE);
    }

    @ParameterizedTest
    @CsvSource({
        "openai, sora-2-2025-12-08, sora-2",
        "openai, sora-2-2025-10-06, sora-2",
        "openai, sora-2-pro-2025-10-06, sora-2-pro",
        "aigate, vidu/q1, viduq1",
    })
    void an_alias_stands_for_its_model_in_its_dialect_only(
            String dialect, String id, String model) {
        assertThat(CATALOGUE.find(dialect, id).orElseThrow().id()).isEqualTo(model);
        assertThat(CATALOGUE.find("gptimage2", id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sora-2",
                "sora-2-pro",
                "provider-2/sora-2",
                "kling-v1",
                "kling/v2-1-pro",
                "sora-2-text-to-video",
                "kling-v2-1-master"
            })
    void a_retired_model_leads_to_a_provider_under_another_name(String id) {
        var model = CATALOGUE.model(id).orElseThrow();
        assertThat(model.retired()).isNotNull();
        assertThat(model.routes())
                .extracting(Model.Route::model)
                .anyMatch(name -> !name.equals(id));
    }

    @ParameterizedTest
    @CsvSource({
        "sora-2-pro, 1024x1792", "sora-2-pro, 1792x1024", "sora-2-pro, 1920x1080",
        "sora-2, 720x1280", "wan2.5-t2v-preview, 832x480", "wan2.5-t2v-preview, 1632x1248",
        "kling-v1, 1920x1080", "viduq1, 1920x1080", "google/veo-3.1, 1280x720"
    })
    void documented_sizes_can_be_made(String id, FrameSize size) {
        assertThat(CATALOGUE.model(id).orElseThrow().frames().allow(size)).isTrue();
    }

    @Test
    void hailuo_renders_six_seconds_where_five_are_asked() {
        var routes = CATALOGUE.model("hailuo/02-text-to-video-pro").orElseThrow().routes();
        assertThat(routes.getFirst().renders()).containsExactly(6, 10);
    }

    @Test
    void every_length_and_every_tier_of_every_model_can_be_rendered_and_paid() {
        for (var model : CATALOGUE.models()) {
            var longest = lengths(model).getLast();
            for (var route : model.routes()) {
                assertThat(route.renders().isEmpty() || route.renders().getLast() >= longest)
                        .as("%s by %s", model.id(), route.provider())
                        .isTrue();
            }
            for (var tier : model.frames().resolutions()) {
                var clips = model.price().perClip().get(tier);
                assertThat(
                                model.price().perSecond().containsKey(tier)
                                        || clips != null
                                                && clips.keySet().containsAll(lengths(model)))
                        .as("%s at %s", model.id(), tier)
                        .isTrue();
            }
        }
    }

    @Test
    void what_is_said_when_a_client_says_nothing_can_be_made() {
        for (var model : CATALOGUE.models()) {
            assertThat(model.durations().allow(model.defaults().duration()))
                    .as(model.id())
                    .isTrue();
            assertThat(model.frames().resolutions())
                    .as(model.id())
                    .contains(model.defaults().resolution());
            assertThat(model.frames().aspectRatios())
                    .as(model.id())
                    .contains(model.defaults().aspectRatio());
            assertThat(
                            model.audio() == Model.Audio.ALWAYS && !model.defaults().audio()
                                    || model.audio() == Model.Audio.NEVER
                                            && model.defaults().audio())
                    .as(model.id())
                    .isFalse();
        }
    }

    @Test
    void only_routes_to_providers_that_are_there_count() {
        var local = CATALOGUE.servedBy(Set.of("sandbox"));
        var rendered =
                local.models().stream()
                        .filter(m -> !m.routes().isEmpty())
                        .map(Model::id)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rendered).containsExactly("reelay/storyboard-1");
        assertThat(local.models()).hasSameSizeAs(CATALOGUE.models());
    }
}
