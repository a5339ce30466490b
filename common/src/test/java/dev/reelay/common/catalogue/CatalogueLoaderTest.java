package dev.reelay.common.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueLoaderTest {
    private static final Path OURS = Path.of(System.getProperty("reelay.catalogue.path"));

    @Nested
    class GivenTheProjectsOwnFiles {
        private final Catalogue catalogue = new CatalogueLoader().load(OURS);

        @Test
        void when_loaded_then_storyboard_can_do_what_its_page_says() {
            var model = catalogue.find("openai", "reelay/storyboard-1").orElseThrow();
            assertThat(model.modes())
                    .containsExactlyInAnyOrder(Mode.TEXT, Mode.IMAGE, Mode.FRAMES, Mode.EXTENSION);
            assertThat(model.durations().allow(1)).isTrue();
            assertThat(model.durations().allow(30)).isTrue();
            assertThat(model.durations().allow(31)).isFalse();
            assertThat(model.frames().allow(new FrameSize(1920, 1920))).isTrue();
            assertThat(model.frames().allow(new FrameSize(1922, 1080))).isFalse();
            assertThat(model.maxOutputs()).isEqualTo(4);
        }

        @Test
        void when_loaded_twice_then_the_content_hash_is_the_same() {
            assertThat(new CatalogueLoader().load(OURS).contentHash())
                    .isEqualTo(catalogue.contentHash())
                    .hasSize(64);
        }
    }

    @Nested
    class GivenABrokenFile {
        @TempDir Path folder;

        @Test
        void when_a_field_is_unknown_then_the_error_names_file_and_line() throws IOException {
            write(read().replace("outputs: 4", "outputs: 4\nspeed: fast"));
            assertThatThrownBy(this::load)
                    .isInstanceOf(CatalogueException.class)
                    .hasMessageContaining("model.yaml:")
                    .hasMessageContaining("speed");
        }

        @Test
        void when_a_value_is_not_allowed_then_the_error_names_its_line() throws IOException {
            var text = read().replace("audio: optional", "audio: sometimes");
            write(text);
            var line = text.lines().toList().indexOf("audio: sometimes") + 1;
            assertThatThrownBy(this::load).hasMessageContaining("model.yaml:" + line + ":");
        }

        @Test
        void when_it_is_no_yaml_then_the_error_names_its_line() throws IOException {
            write("id: reelay/x\nmodes: [text\nname: y\n");
            assertThatThrownBy(this::load).hasMessageContaining("model.yaml:3:");
        }

        @Test
        void when_two_files_claim_one_id_then_both_are_named() throws IOException {
            write(read());
            Files.writeString(folder.resolve("other.yaml"), read());
            assertThatThrownBy(this::load).hasMessageContaining("reelay/storyboard-1");
        }

        @Test
        void when_the_folder_is_missing_then_the_error_says_what_to_set() {
            assertThatThrownBy(() -> new CatalogueLoader().load(folder.resolve("none")))
                    .hasMessageContaining("REELAY_CATALOGUE_PATH");
        }

        private String read() throws IOException {
            return Files.readString(OURS.resolve("reelay-storyboard-1.yaml"));
        }

        private void write(String text) throws IOException {
            Files.writeString(folder.resolve("model.yaml"), text);
        }

        private Catalogue load() {
            return new CatalogueLoader().load(folder);
        }
    }
}
