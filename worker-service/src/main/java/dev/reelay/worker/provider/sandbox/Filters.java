package dev.reelay.worker.provider.sandbox;

import dev.reelay.worker.media.ProbedVideo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes ffmpeg's filter graph for a scene. Nothing that a tenant wrote stands in it: texts are
/// read from files of the working folder.
final class Filters {
    static final String FONT = "font.ttf";

    private static final int ROUGH = 320; // longest side of the gradient before it is scaled up
    private static final double FADE = 0.4; // longest part of the clip that a cross-fade takes
    private static final double LONGEST_FADE = 2; // seconds
    private static final double HALF_A_CAPITAL = 0.36; // parts of the font's size
    private static final double SHADOW = 0.05; // parts of the font's size
    // As HD players expect it; the same bytes from every processor.
    private static final String COLOURS =
            "out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+bitexact";
    // The number of threads is part of what x264 writes, so it is fixed.
    private static final List<String> ENCODING =
            List.of(
                    ("-c:v libx264 -preset veryfast -crf 22 -profile:v high -threads 2"
                                    + " -color_range tv -colorspace bt709"
                                    + " -color_primaries bt709 -color_trc bt709"
                                    + " -map_metadata -1 -fflags +bitexact"
                                    + " -flags:v +bitexact -flags:a +bitexact"
                                    + " -movflags +faststart -f mp4")
                            .split(" ", -1));

    private final Scene scene;
    private final Look look;
    private final @Nullable ProbedVideo old;

    /// @param old the clip that the scene continues
    Filters(Scene scene, @Nullable ProbedVideo old) {
        this.scene = scene;
        this.old = old;
        this.look = Look.of(scene.seed());
    }

    /// Name of the file that holds a line of the card.
    static String lineFile(int line) {
        return "line" + line + ".txt";
    }

    /// Parts of the picture that a zoom works on, for each shown pixel: more makes it smoother.
    static int fineness(Scene scene) {
        return (long) scene.width() * scene.height() <= 1920 * 1088 ? 2 : 1;
    }

    /// The whole graph; its outputs are `[v]` and, with sound, `[a]`.
    String graph(TitleCard card) {
        return old == null ? plain(card) : continued(old, card);
    }

    private String plain(TitleCard card) {
        var picture =
                switch (scene.pictures().size()) {
                    case 0 -> gradient() + lines(card);
                    case 1 -> moved(0, scene.frames()) + caption(card);
                    default -> faded() + caption(card);
                };
        return picture + ",format=yuv420p[v]" + (scene.audio() ? ";" + tone() + "[a]" : "");
    }

    /// The old clip as it is, then its last frame, moved.
    private String continued(ProbedVideo old, TitleCard card) {
        var pictures =
                text(
                        "[1:v]fps=%d,scale=%d:%d:force_original_aspect_ratio=increase:%s,crop=%d:%d"
                                + ",setsar=1,format=yuv420p,tpad=stop=-1:stop_mode=clone"
                                + ",trim=end_frame=%d[old];%s,format=yuv420p[new]"
                                + ";[old][new]concat=n=2:v=1:a=0[v]",
                        scene.fps(),
                        scene.width(),
                        scene.height(),
                        COLOURS,
                        scene.width(),
                        scene.height(),
                        frames(old),
                        moved(0, scene.frames()) + caption(card));
        return scene.audio() ? pictures + ";" + sounds(old) : pictures;
    }

    private String sounds(ProbedVideo old) {
        var length = (double) frames(old) / scene.fps();
        var sound =
                old.audio()
                        ? text("[1:a]aresample=44100,apad,atrim=end=%.5f", length)
                        : text("aevalsrc=exprs=0:s=44100:c=mono:d=%.5f", length);
        return sound
                + ",aformat=sample_fmts=fltp:channel_layouts=stereo[oldsound];"
                + tone()
                + ",aformat=sample_fmts=fltp[newsound];[oldsound][newsound]concat=n=2:v=0:a=1[a]";
    }

    /// How many frames of the new clip the old one fills.
    private int frames(ProbedVideo old) {
        return (int) Math.max(1, Math.round(old.durationMillis() * scene.fps() / 1000.0));
    }

    private String gradient() {
        var longest = Math.max(scene.width(), scene.height());
        var w = even((double) scene.width() * ROUGH / longest);
        var h = even((double) scene.height() * ROUGH / longest);
        var x = w / 2.0 * (1 + Math.cos(look.angle()));
        var y = h / 2.0 * (1 + Math.sin(look.angle()));
        var colours = look.colours();
        return text(
                "gradients=s=%dx%d:r=%d:n=3:c0=0x%s:c1=0x%s:c2=0x%s:x0=%d:y0=%d:x1=%d:y1=%d:seed=1"
                        + ":speed=%.6f,scale=%d:%d:%s,setsar=1",
                w,
                h,
                scene.fps(),
                colours.get(0),
                colours.get(1),
                colours.get(2),
                (int) x,
                (int) y,
                (int) (w - x),
                (int) (h - y),
                Math.max(0.00002, look.turn() / scene.fps()),
                scene.width(),
                scene.height(),
                COLOURS);
    }

    private static int even(double pixels) {
        return Math.max(2, (int) (pixels / 2) * 2);
    }

    private String lines(TitleCard card) {
        var all = new StringBuilder();
        var top = (scene.height() - card.lineHeight() * card.lines().size()) / 2;
        var baseline = (int) (card.lineHeight() / 2.0 + card.size() * HALF_A_CAPITAL);
        var shadow = Math.max(1, (int) (card.size() * SHADOW));
        for (var i = 0; i < card.lines().size(); i++) {
            all.append(
                    text(
                            ",drawtext=fontfile=%s:textfile=%s:expansion=none:fontsize=%d"
                                    + ":fontcolor=white:shadowcolor=black@0.55:shadowx=%d:shadowy=%d"
                                    + ":x=(w-text_w)/2:y=%d-ascent",
                            FONT,
                            lineFile(i),
                            card.size(),
                            shadow,
                            shadow,
                            top + i * card.lineHeight() + baseline));
        }
        return all.toString();
    }

    private String caption(TitleCard card) {
        return card.lines().isEmpty()
                ? ""
                : text(
                        ",drawtext=fontfile=%s:textfile=%s:expansion=none:fontsize=%d"
                                + ":fontcolor=white@0.92:box=1:boxcolor=black@0.45:boxborderw=%d"
                                + ":x=(w-text_w)/2:y=h-text_h-%d",
                        FONT, lineFile(0), card.size(), card.size() / 2, card.size() * 3 / 2);
    }

    /// A decoded picture, one frame, becomes this many frames of pan and zoom.
    private String moved(int input, int frames) {
        var move = look.moves().get(input);
        var fine = fineness(scene);
        return text(
                "[%d:v]scale=%d:%d:%s,format=yuv420p,setsar=1,zoompan=z='%s':x='(iw-iw/zoom)*(%s)'"
                        + ":y='(ih-ih/zoom)*(%s)':d=%d:s=%dx%d:fps=%d",
                input,
                scene.width() * fine,
                scene.height() * fine,
                COLOURS,
                between(move.fromZoom(), move.toZoom(), frames),
                between(move.fromX(), move.toX(), frames),
                between(move.fromY(), move.toY(), frames),
                frames,
                scene.width(),
                scene.height(),
                scene.fps());
    }

    private static String between(double from, double to, int frames) {
        return text("%.5f+(%.5f)*on/%d", from, to - from, frames);
    }

    /// The first picture until the middle of the clip, then the last one.
    private String faded() {
        var fade = Math.min(LONGEST_FADE, scene.seconds() * FADE);
        var start = (scene.seconds() - fade) / 2;
        var spare = 2; // frames, for rounding; what is too much is cut off
        var first = (int) Math.ceil((start + fade) * scene.fps()) + spare;
        var last = scene.frames() - (int) Math.floor(start * scene.fps()) + spare;
        return text(
                "%s[first];%s[last];[first][last]xfade=transition=fade:duration=%.4f:offset=%.4f",
                moved(0, first), moved(1, last), fade, start);
    }

    /// Two soft notes, one of which swells.
    private String tone() {
        return text(
                "aevalsrc=exprs='0.05*sin(2*PI*%.2f*t)+0.03*sin(2*PI*%.2f*t)*(0.6+0.4*sin(PI*t/2))'"
                        + ":s=44100:c=mono:d=%d,afade=t=in:d=0.3,afade=t=out:st=%.1f:d=0.3"
                        + ",aformat=channel_layouts=stereo",
                look.tone(), look.tone() * 1.5, scene.seconds(), scene.seconds() - 0.3);
    }

    private static String text(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    /// Everything after the inputs, the file's name apart.
    List<String> arguments(TitleCard card) {
        var all = new ArrayList<>(List.of("-filter_complex", graph(card), "-map", "[v]"));
        if (scene.audio()) {
            all.addAll(List.of("-map", "[a]", "-c:a", "aac", "-b:a", "96k"));
        }
        all.addAll(ENCODING);
        var frames = scene.frames() + (old == null ? 0 : frames(old));
        all.addAll(
                List.of(
                        // Said once more: without it the last frame has no length.
                        "-r", Integer.toString(scene.fps()),
                        "-g", Integer.toString(2 * scene.fps()),
                        "-frames:v", Integer.toString(frames),
                        "-t", text("%.5f", (double) frames / scene.fps())));
        return all;
    }
}
