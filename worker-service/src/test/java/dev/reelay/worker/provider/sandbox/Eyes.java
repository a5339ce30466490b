package dev.reelay.worker.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;

/// What a test sees in a frame.
final class Eyes {
    private Eyes() {}

    static void assertColour(Color[][] grid, Color expected) {
        for (var row : grid) {
            for (var colour : row) {
                assertThat(distance(colour, expected))
                        .as("%s instead of %s", colour, expected)
                        .isLessThan(14);
            }
        }
    }

    static int brightest(Color[][] grid, int fromRow, int toRow) {
        var most = 0;
        for (var y = fromRow; y < toRow; y++) {
            for (var c : grid[y]) {
                most = Math.max(most, Math.min(c.getRed(), Math.min(c.getGreen(), c.getBlue())));
            }
        }
        return most;
    }

    static int farthest(Color[][] one, Color[][] other) {
        var most = 0;
        for (var y = 0; y < one.length; y++) {
            for (var x = 0; x < one[y].length; x++) {
                most = Math.max(most, distance(one[y][x], other[y][x]));
            }
        }
        return most;
    }

    private static int distance(Color one, Color other) {
        return Math.max(
                Math.abs(one.getRed() - other.getRed()),
                Math.max(
                        Math.abs(one.getGreen() - other.getGreen()),
                        Math.abs(one.getBlue() - other.getBlue())));
    }
}
