package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.signin.Person;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who operates.
///
/// @param name who it is: proven where they signed in, else who they say they are; null where a
///   bearer of the shared token does not say
public record Operator(@Nullable String name, Role role) {
    /// The header with which a bearer of the shared token says who they are.
    static final String HEADER = "X-Reelay-Operator";

    /// What somebody may do.
    public enum Role {
        /// Everything.
        OPERATOR,
        /// Read.
        AUDITOR;

        /// The issuer's word for it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Empty for who has no role here. A tenant's member is none, whatever else the issuer calls
    /// them.
    public static Optional<Operator> of(Person person) {
        return person.tenant() == null
                ? Arrays.stream(Role.values())
                        .filter(role -> person.roles().contains(role.word()))
                        .findFirst()
                        .map(role -> new Operator(person.name(), role))
                : Optional.empty();
    }

    /// Throws `GatewayException` where there is no name.
    String requiredName() {
        if (name == null) {
            throw invalid(HEADER, "is required as a header: who you are");
        }
        return name;
    }
}
