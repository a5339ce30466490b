package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.VideoId;
import dev.reelay.api.key.KeyMode;
import dev.reelay.api.tenant.PostgresTenants;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What operators write in bodies, headers and paths, with types. Throws {@link GatewayException}
/// for what is not of the type.
final class OperatorBody {
    private static final int LONGEST_TEXT = 200;
    private static final String KEY = "Idempotency-Key";
    private static final int LONGEST_KEY = 255;
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

    /// Above zero to give, below zero to take; never zero. In micro-credits.
    static long change(Fields fields, String name) {
        var micros = fields.signedCredits(name);
        if (micros == null) {
            throw new GatewayException(new GatewayError.MissingField(name));
        }
        if (micros == 0) {
            throw invalid(name, "must not be 0");
        }
        return micros;
    }

    /// The same key of the same tenant is the same thing, so a repeat does nothing twice.
    ///
    /// @param what e.g. `grant`
    static UUID id(String what, TenantId tenant, HttpHeaders headers) {
        var key = headers.getHeaderString(KEY);
        if (key == null || key.isBlank() || key.length() > LONGEST_KEY) {
            throw invalid(KEY, "is required as a header of at most 255 characters");
        }
        return UUID.nameUUIDFromBytes(
                (what + "/" + tenant + "/" + key).getBytes(StandardCharsets.UTF_8));
    }

    static TenantId existing(PostgresTenants tenants, String id) {
        var tenant = tenant(id);
        if (tenants.find(tenant).isEmpty()) {
            throw new GatewayException(new GatewayError.NotFound("tenant"));
        }
        return tenant;
    }

    static TenantId tenant(String id) {
        return new TenantId(uuid(id, "tenant"));
    }

    static UUID uuid(String id, String what) {
        return uuid(id).orElseThrow(() -> new GatewayException(new GatewayError.NotFound(what)));
    }

    static Optional<UUID> uuid(String id) {
        return ID.matcher(id).matches() ? Optional.of(UUID.fromString(id)) : Optional.empty();
    }

    /// As it is, or as tenants see it at `/v1`.
    static Optional<JobId> job(String id) {
        return VideoId.parse(id).or(() -> uuid(id).map(JobId::new));
    }
}
