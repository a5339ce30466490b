package dev.reelay.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.ProviderCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables of `docs/providers.md` say what the contract tests try.
class ProvidersPageTest {
    private static final Path PAGE = Path.of("../docs/providers.md");

    private static String name(UpstreamCase of) {
        var standard = of.settings().getOrDefault("standard", "");
        return "`%s` `%s`%s"
                .formatted(of.provider(), of.model(), standard.isEmpty() ? "" : ", " + standard);
    }

    private static String cell(boolean is) {
        return is ? "yes" : "";
    }

    private static String row(String name, Stream<Boolean> cells) {
        return "| " + name + cells.map(is -> " | " + cell(is)).reduce("", String::concat) + " |";
    }

    private static String madeFrom(MadeFrom from) {
        return row(
                name(from.upstream()),
                Stream.of(Mode.FRAMES, Mode.REFERENCE, Mode.VIDEO).map(from.modes()::contains));
    }

    private static String tried(UpstreamCase of) {
        return row(
                name(of),
                Stream.of(
                        of.cancels(),
                        of.tracked(),
                        ProviderCall.SIGNED.containsKey(of.provider())));
    }

    private static List<String> table(String head) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    @Test
    void what_clips_are_made_from_is_what_is_tried() throws IOException {
        assertThat(table("| made from "))
                .isEqualTo(MadeFrom.all().stream().map(ProvidersPageTest::madeFrom).toList());
    }

    @Test
    void what_else_an_upstream_can_do_is_what_is_tried() throws IOException {
        assertThat(table("| beside "))
                .isEqualTo(ProviderContractTest.all().map(ProvidersPageTest::tried).toList());
    }
}
