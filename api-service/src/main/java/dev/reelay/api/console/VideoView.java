package dev.reelay.api.console;

import dev.reelay.api.job.Job;
import dev.reelay.api.job.VideoId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A video on a page.
///
/// @param link of its own page
/// @param prompt null for who is none of its tenant
/// @param failure null where nothing failed
record VideoView(
        String id,
        String link,
        Chip state,
        String model,
        Moment created,
        @Nullable Moment ended,
        String money,
        @Nullable String prompt,
        List<Fact> facts,
        @Nullable WhyNot failure) {
    record Fact(String name, String value) {}

    /// @param at where the pages of these videos begin, e.g. `/console/videos/`
    static VideoView of(Job job, String at, boolean withPrompt) {
        var id = VideoId.text(job.id());
        return new VideoView(
                id,
                at + id,
                Chip.of(job.state()),
                job.model(),
                Moment.of(job.spec().createdAt()),
                Moment.orNone(job.endedAt()),
                Money.of(job),
                withPrompt ? job.spec().prompt() : null,
                facts(job),
                WhyNot.of(job));
    }

    private static List<Fact> facts(Job job) {
        var spec = job.spec();
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("Mode", spec.mode().toString().toLowerCase(Locale.ROOT)));
        facts.add(new Fact("Length", job.seconds() + " s"));
        facts.add(new Fact("Size", spec.width() + " × " + spec.height()));
        facts.add(new Fact("Clips", String.valueOf(spec.outputs())));
        facts.add(new Fact("Sound", spec.audio() ? "yes" : "no"));
        if (spec.test()) {
            facts.add(new Fact("Test", "made under a test key"));
        }
        for (var output : job.outputs()) {
            facts.add(
                    new Fact(
                            "Clip " + (output.index() + 1),
                            "%d × %d, %d.%d s, %,d bytes"
                                    .formatted(
                                            output.width(),
                                            output.height(),
                                            output.durationMillis() / 1000,
                                            output.durationMillis() % 1000 / 100,
                                            output.bytes())));
        }
        var until = job.filesUntil();
        if (until != null) {
            facts.add(
                    new Fact(
                            "Files",
                            job.filesGone() ? "gone" : "kept until " + Moment.of(until).text()));
        }
        for (var warning : job.warnings()) {
            facts.add(new Fact("Note", warning));
        }
        return List.copyOf(facts);
    }
}
