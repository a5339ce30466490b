package dev.reelay.api.console;

import dev.reelay.api.key.Caller;
import dev.reelay.api.operator.Operator;
import dev.reelay.api.signin.Person;

/// Somebody with a session, and what they are here at this moment.
sealed interface Visitor {
    Person person();

    /// Of a tenant, as the API knows the same person.
    record Member(Person person, Caller caller) implements Visitor {}

    record Operating(Person person, Operator operator) implements Visitor {}

    /// Known to the issuer, and nothing here.
    record Stranger(Person person, Why why) implements Visitor {}

    /// Why somebody may see nothing.
    enum Why {
        NO_ROLE,
        NO_TENANT,
        /// The tenant is unknown, or does not let them in.
        SHUT_OUT
    }
}
