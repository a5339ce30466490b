package dev.reelay.worker.provider.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// What a seed decides: colours, how they turn, how pictures move, which tone is heard.
///
/// @param colours `RRGGBB`, dark enough for white text
/// @param turn radians per second of the gradient
/// @param angle where the gradient's line starts, in radians
/// @param moves one for each picture
/// @param tone lower of the two notes, in Hz
record Look(List<String> colours, double turn, double angle, List<Move> moves, double tone) {
    /// A slow pan and zoom; places are parts of the room that the zoom leaves.
    record Move(
            double fromZoom, double toZoom, double fromX, double toX, double fromY, double toY) {}

    private static final double[] TONES = {196.00, 220.00, 246.94, 293.66, 329.63};

    static Look of(long seed) {
        var random = new SplittableRandom(seed);
        var hue = random.nextDouble();
        var step = random.nextDouble(0.08, 0.2) * (random.nextBoolean() ? 1 : -1);
        var colours =
                List.of(
                        colour(hue, random.nextDouble(0.55, 0.8), random.nextDouble(0.18, 0.28)),
                        colour(
                                hue + step,
                                random.nextDouble(0.5, 0.75),
                                random.nextDouble(0.32, 0.42)),
                        colour(
                                hue + 2 * step,
                                random.nextDouble(0.5, 0.75),
                                random.nextDouble(0.24, 0.36)));
        return new Look(
                colours,
                random.nextDouble(0.15, 0.4),
                random.nextDouble(2 * Math.PI),
                List.of(move(random), move(random)),
                TONES[random.nextInt(TONES.length)]);
    }

    private static Move move(SplittableRandom random) {
        var near = random.nextDouble(1.12, 1.22);
        var inwards = random.nextBoolean();
        return new Move(
                inwards ? 1.04 : near,
                inwards ? near : 1.04,
                random.nextDouble(0.2, 0.8),
                random.nextDouble(0.2, 0.8),
                random.nextDouble(0.2, 0.8),
                random.nextDouble(0.2, 0.8));
    }

    /// All three from 0 to 1; a hue beyond goes round.
    private static String colour(double hue, double saturation, double lightness) {
        var spread = saturation * Math.min(lightness, 1 - lightness);
        return channel(0, hue, lightness, spread)
                + channel(8, hue, lightness, spread)
                + channel(4, hue, lightness, spread);
    }

    /// https://www.w3.org/TR/css-color-4/#hsl-to-rgb
    private static String channel(int n, double hue, double lightness, double spread) {
        var k = (n + 12 * (hue - Math.floor(hue))) % 12;
        var value = lightness - spread * Math.max(-1, Math.min(1, Math.min(k - 3, 9 - k)));
        return String.format(Locale.ROOT, "%02x", Math.round(value * 255));
    }
}
