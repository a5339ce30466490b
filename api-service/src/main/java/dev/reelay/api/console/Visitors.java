package dev.reelay.api.console;

import dev.reelay.api.console.Visitor.Why;
import dev.reelay.api.error.GatewayError.InvalidKey;
import dev.reelay.api.error.GatewayError.MissingScope;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Role;
import dev.reelay.api.key.Scope;
import dev.reelay.api.operator.Operator;
import dev.reelay.api.signin.Person;
import dev.reelay.api.signin.Sessions;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Tells who looks: the session says which person, and the API's own rules, asked at each request,
/// what they are.
@Singleton
final class Visitors {
    private final Sessions sessions;
    private final Cookies cookies;
    private final IdentifyCaller callers;

    Visitors(Sessions sessions, Cookies cookies, IdentifyCaller callers) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.callers = callers;
    }

    /// Empty for a browser without a session.
    Optional<Visitor> find() {
        return sessions.find(cookies.session()).map(this::of);
    }

    /// Throws {@link GatewayException} where the tenant sends more requests than its plan has.
    Visitor of(Person person) {
        return Operator.of(person)
                .<Visitor>map(operator -> new Visitor.Operating(person, operator))
                .orElseGet(() -> member(person));
    }

    private Visitor member(Person person) {
        try {
            return new Visitor.Member(person, callers.caller(person, Scope.JOBS_READ));
        } catch (GatewayException e) {
            return switch (e.error()) {
                case MissingScope _ -> new Visitor.Stranger(person, missing(person));
                case InvalidKey _ -> new Visitor.Stranger(person, Why.SHUT_OUT);
                default -> throw e;
            };
        }
    }

    private static Why missing(Person person) {
        return Role.among(person.roles()).isEmpty() ? Why.NO_ROLE : Why.NO_TENANT;
    }
}
