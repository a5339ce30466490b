package dev.reelay.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/// Reads a duration such as `PT10M`.
final class DurationReader extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1;

    DurationReader() {
        super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        var text = parser.getText();
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            return (Duration)
                    context.handleWeirdStringValue(
                            Duration.class, text, "a duration looks like PT10M");
        }
    }
}
