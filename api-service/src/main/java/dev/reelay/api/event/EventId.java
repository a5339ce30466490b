package dev.reelay.api.event;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// An event's id, shown as `evt_` and 32 hex digits. A receiver recognises repeats by it.
public record EventId(UUID value) {
    private static final TimeBasedEpochRandomGenerator NEXT =
            Generators.timeBasedEpochRandomGenerator();
    private static final Pattern FORM = Pattern.compile("evt_([0-9a-f]{32})");

    static EventId next() {
        return new EventId(NEXT.generate());
    }

    public static Optional<EventId> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches() ? Optional.of(new EventId(uuid(match.group(1)))) : Optional.empty();
    }

    private static UUID uuid(String hex) {
        var bits = new BigInteger(hex, 16);
        return new UUID(bits.shiftRight(Long.SIZE).longValue(), bits.longValue());
    }

    @Override
    public String toString() {
        return "evt_" + value.toString().replace("-", "");
    }
}
