package dev.reelay.billing.error;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The caller sent what no request of this service looks like. The message names what is wrong.
public final class MalformedRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedRequest(String message) {
        super(message);
    }

    /// The body, which JAX-RS leaves out where the request has none.
    public static <T> T unlessPresent(@Nullable T body) {
        if (body == null) {
            throw new MalformedRequest("the body is missing");
        }
        return body;
    }

    /// How many of a list are asked for at once: 1 to the largest.
    public static int unlessLimit(String text, int largest) {
        var limit = unlessReadable("limit", text, Integer::valueOf);
        if (limit < 1 || limit > largest) {
            throw new MalformedRequest("limit must be 1 to " + largest);
        }
        return limit;
    }

    /// Reads a path or query parameter by a function that throws `IllegalArgumentException`.
    public static <T> T unlessReadable(String name, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException _) {
            throw new MalformedRequest(name + " is not readable");
        }
    }
}
