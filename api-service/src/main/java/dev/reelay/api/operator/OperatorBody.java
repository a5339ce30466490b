package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.KeyMode;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What operators write in bodies and paths, with types. Throws {@link GatewayException} for what
/// is not of the type.
final class OperatorBody {
    private static final int LONGEST_TEXT = 200;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private OperatorBody() {}

    static String text(Fields fields, String name) {
        var text = fields.text(name);
        if (text == null) {
            throw new GatewayException(new GatewayError.MissingField(name));
        }
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw invalid(name, "must have 1 to " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    static KeyMode mode(@Nullable String word) {
        return word == null
                ? KeyMode.LIVE
                : KeyMode.named(word).orElseThrow(() -> invalid("mode", "must be live or test"));
    }

    static Credits credits(Fields fields, String name) {
        var credits = creditsOrNone(fields, name);
        if (credits.equals(Credits.ZERO)) {
            throw invalid(name, "must be above 0");
        }
        return credits;
    }

    /// Zero included.
    static Credits creditsOrNone(Fields fields, String name) {
        var amount = fields.credits(name);
        if (amount == null) {
            throw new GatewayException(new GatewayError.MissingField(name));
        }
        return amount;
    }

    static TenantId tenant(String id) {
        return new TenantId(uuid(id, "tenant"));
    }

    static UUID uuid(String id, String what) {
        if (!ID.matcher(id).matches()) {
            throw new GatewayException(new GatewayError.NotFound(what));
        }
        return UUID.fromString(id);
    }
}
