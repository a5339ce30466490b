package dev.reelay.api.key;

import dev.reelay.api.signin.Person;
import dev.reelay.common.id.TenantId;
import java.util.Optional;

/// A person who signed in and belongs to a tenant.
///
/// @param subject see {@link Person}
/// @param name see {@link Person}
record Member(TenantId tenant, String subject, String name, Role role) {
    /// Empty for who belongs to no tenant or has no role in it.
    static Optional<Member> of(Person person) {
        return Role.among(person.roles())
                .flatMap(
                        role ->
                                Optional.ofNullable(person.tenant())
                                        .flatMap(TenantId::parse)
                                        .map(
                                                tenant ->
                                                        new Member(
                                                                tenant,
                                                                person.subject(),
                                                                person.name(),
                                                                role)));
    }
}
