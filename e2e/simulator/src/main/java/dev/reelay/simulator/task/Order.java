package dev.reelay.simulator.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was asked for, in one form for all vendors.
///
/// @param slot tasks of one key and slot count together where a limit stands
/// @param clientToken the caller's own id, where the vendor takes one
/// @param callback where messages about it go
/// @param deadline from acceptance, after which it ends as expired
/// @param echo what the wire needs to answer about it later
public record Order(
        String model,
        String slot,
        String prompt,
        int seconds,
        int width,
        int height,
        boolean hasSound,
        @Nullable String clientToken,
        @Nullable String callback,
        @Nullable Duration deadline,
        ObjectNode echo) {

    /// An order without callback, token and deadline; the model is its slot.
    public static Order of(
            String model, String prompt, int seconds, int width, int height, boolean hasSound) {
        return new Order(
                model,
                model,
                prompt,
                seconds,
                width,
                height,
                hasSound,
                null,
                null,
                null,
                JsonNodeFactory.instance.objectNode());
    }

    public Order withToken(@Nullable String token) {
        return new Order(
                model, slot, prompt, seconds, width, height, hasSound, token, callback, deadline,
                echo);
    }

    public Order withCallback(@Nullable String url) {
        return new Order(
                model,
                slot,
                prompt,
                seconds,
                width,
                height,
                hasSound,
                clientToken,
                url,
                deadline,
                echo);
    }

    public Order withDeadline(@Nullable Duration limit) {
        return new Order(
                model,
                slot,
                prompt,
                seconds,
                width,
                height,
                hasSound,
                clientToken,
                callback,
                limit,
                echo);
    }

    /// Remembers JSON values, as `Json.of` takes them.
    public Order remembering(ObjectNode values) {
        return new Order(
                model,
                slot,
                prompt,
                seconds,
                width,
                height,
                hasSound,
                clientToken,
                callback,
                deadline,
                echo.deepCopy().setAll(values));
    }

    /// Width and height of a tier and a ratio, such as 720 and `16:9`: the short side has the
    /// tier's pixels.
    public static Map.Entry<Integer, Integer> size(int shortSide, String ratio) {
        var parts = ratio.split(":");
        var across = Integer.parseInt(parts[0]);
        var down = Integer.parseInt(parts[1]);
        var longSide = even(shortSide * Math.max(across, down) / Math.min(across, down));
        return across >= down ? Map.entry(longSide, shortSide) : Map.entry(shortSide, longSide);
    }

    private static int even(int pixels) {
        return pixels - pixels % 2;
    }
}
