package dev.reelay.worker.provider.sandbox;

import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.provider.SubmitAttempt;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// All that decides what a clip looks like: the same scene is drawn as the same bytes.
///
/// @param text what is written on it; may be empty
/// @param pictures object keys of what is shown: none for a title card, one is panned, two are
///   cross-faded
/// @param continued object key of the clip that comes first and whose last frame is panned after
///   it; null where there is none
record Scene(
        String text,
        int width,
        int height,
        int seconds,
        int fps,
        boolean audio,
        long seed,
        List<String> pictures,
        @Nullable String continued) {
    private static final int USUAL_FPS = 24;
    private static final int FASTEST = 120;
    private static final int LONGEST_SIDE = 4096;
    private static final int SHORTEST_SIDE = 32;
    private static final int LONGEST = 300;
    private static final int MOST_PICTURES = 2;
    private static final int LONGEST_TEXT = 4_000; // no card holds as much

    Scene {
        pictures = List.copyOf(pictures);
    }

    /// One that continues nothing.
    Scene(
            String text,
            int width,
            int height,
            int seconds,
            int fps,
            boolean audio,
            long seed,
            List<String> pictures) {
        this(text, width, height, seconds, fps, audio, seed, pictures, null);
    }

    /// Throws `Refusal` where the sandbox cannot draw what is asked for.
    ///
    /// @param text the prompt without its directive
    static Scene of(SubmitAttempt attempt, String text) throws Refusal {
        var spec = attempt.spec();
        var fps = spec.fps() == null ? USUAL_FPS : spec.fps();
        check(side(spec.width()) && side(spec.height()), "a size of even sides from 32 to 4096");
        check(spec.seconds() >= 1 && spec.seconds() <= LONGEST, "1 to 300 seconds");
        check(fps >= 1 && fps <= FASTEST, "1 to 120 frames per second");
        return new Scene(
                stored(text),
                spec.width(),
                spec.height(),
                spec.seconds(),
                fps,
                spec.audio(),
                seed(attempt),
                pictures(spec),
                continued(spec));
    }

    /// What no database and no card holds is left out.
    private static String stored(String text) {
        var kept = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_TEXT)
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean side(int pixels) {
        return pixels >= SHORTEST_SIDE && pixels <= LONGEST_SIDE && pixels % 2 == 0;
    }

    private static void check(boolean holds, String what) throws Refusal {
        if (!holds) {
            throw new Refusal("the sandbox renders " + what);
        }
    }

    /// The outputs of one job differ; a seed that was asked for gives each of them again.
    private static long seed(SubmitAttempt attempt) {
        var asked = attempt.spec().seed();
        return asked == null ? folded(attempt.id()) : asked + 0x9E37_79B9L * attempt.output();
    }

    private static long folded(UUID id) {
        return id.getMostSignificantBits() * 31 + id.getLeastSignificantBits();
    }

    private static List<String> pictures(JobSpec spec) throws Refusal {
        if (spec.mode() == Mode.TEXT || spec.mode() == Mode.EXTENSION) {
            return List.of();
        }
        var keys =
                spec.inputs().stream()
                        .sorted(Comparator.comparing(JobSpec.Input::role)) // first before last
                        .map(JobSpec.Input::key)
                        .limit(MOST_PICTURES)
                        .toList();
        check(!keys.isEmpty(), "this mode from a picture or a clip, and none was given");
        return keys;
    }

    private static @Nullable String continued(JobSpec spec) throws Refusal {
        if (spec.mode() != Mode.EXTENSION) {
            return null;
        }
        check(!spec.inputs().isEmpty(), "an extension of a clip, and none was given");
        return spec.inputs().getFirst().key();
    }

    /// Object keys of all that has to be at hand.
    List<String> files() {
        return continued == null ? pictures : List.of(continued);
    }

    /// What a message calls one of them.
    String named(int place) {
        return continued == null ? picture(place) : "the video to continue";
    }

    /// What a message calls a picture.
    private static String picture(int place) {
        return place == 0 ? "the first picture" : "the last picture";
    }

    int frames() {
        return seconds * fps;
    }
}
