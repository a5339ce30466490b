package dev.reelay.worker.account;

import dev.reelay.common.id.TenantId;
import dev.reelay.worker.internal.Refused.Invalid;
import dev.reelay.worker.internal.Refused.Unknown;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an account is called, by whom it belongs to: no tenant's can be taken for another's, or for
/// the operator's.
///
/// @param owner the tenant that entered it; null for the operator
record AccountName(String text, @Nullable TenantId owner) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /// Throws {@link Invalid}.
    AccountName {
        if (!FORM.matcher(text).matches()) {
            throw new Invalid("name", "must have 1 to 63 small letters, digits and hyphens");
        }
    }

    /// Of one that has to be there. Throws {@link Unknown} for what no account can be called.
    static AccountName existing(String text, @Nullable TenantId owner) {
        if (!FORM.matcher(text).matches()) {
            throw new Unknown();
        }
        return new AccountName(text, owner);
    }

    /// As rows name it, the same as nothing else.
    String stored() {
        return owner == null ? text : text + "@" + owner;
    }

    /// The owner's own word for an account that rows name so.
    static String shown(String stored) {
        var at = stored.indexOf('@');
        return at < 0 ? stored : stored.substring(0, at);
    }

    @Override
    public String toString() {
        return stored();
    }
}
