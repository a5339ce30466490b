package dev.reelay.api.signin;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who signed in, as the issuer says.
///
/// @param subject the issuer's address and its id of the person: nobody else's, ever
/// @param name for people to read; may change
/// @param tenant the claim that names a tenant; null where there is none
/// @param roles the issuer's words for them
public record Person(String subject, String name, @Nullable String tenant, Set<String> roles) {
    public Person {
        roles = Set.copyOf(roles);
    }
}
