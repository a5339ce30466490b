package dev.reelay.worker.endpoint;

import dev.reelay.address.AddressPolicy;
import dev.reelay.address.InvalidAddress;
import dev.reelay.address.PublicUrl;
import dev.reelay.common.event.EventJson;
import dev.reelay.worker.internal.Members;
import dev.reelay.worker.internal.Refused.Invalid;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a tenant wants an endpoint to be. A member that is left out stays as it is.
record EndpointRequest(
        Optional<URI> url,
        Given<List<String>> events,
        Given<String> description,
        Optional<Boolean> enabled) {
    private static final Set<String> MEMBERS = Set.of("url", "events", "description", "enabled");
    private static final int LONGEST_TEXT = 2048;
    private static final int LONGEST_DESCRIPTION = 500;

    /// Every member, in one order.
    private record Said(
            @Nullable URI url,
            @Nullable List<String> events,
            @Nullable String description,
            @Nullable Boolean enabled) {}

    /// All that is said in one form, the same where two ask for the same endpoint. What is null
    /// counts as left out.
    String canonical() {
        return EventJson.write(
                new Said(
                        url.orElse(null),
                        events.value(),
                        description.value(),
                        enabled.orElse(null)));
    }

    /// A member that may be null.
    ///
    /// @param there whether it was given at all
    record Given<T>(boolean there, @Nullable T value) {
        @Nullable T or(@Nullable T before) {
            return there ? value : before;
        }
    }

    /// Throws {@link Invalid}. `url` must be there.
    static EndpointRequest toCreate(@Nullable String body, AddressPolicy policy) {
        var request = read(Members.of(body, MEMBERS), policy);
        if (request.url().isEmpty()) {
            throw new Invalid("url", "is required");
        }
        return request;
    }

    /// Throws {@link Invalid}.
    static EndpointRequest toChange(@Nullable String body, AddressPolicy policy) {
        var members = Members.of(body, MEMBERS);
        var request = read(members, policy);
        if (members.has("url") && request.url().isEmpty()) {
            throw new Invalid("url", "must not be null");
        }
        if (members.has("enabled") && request.enabled().isEmpty()) {
            throw new Invalid("enabled", "must be true or false");
        }
        return request;
    }

    private static EndpointRequest read(Members members, AddressPolicy policy) {
        return new EndpointRequest(
                members.text("url", LONGEST_TEXT).map(text -> address(text, policy)),
                given(members, "events", members.words("events", EndpointEvents.ALL)),
                given(members, "description", members.text("description", LONGEST_DESCRIPTION)),
                members.flag("enabled"));
    }

    private static <T> Given<T> given(Members members, String name, Optional<T> value) {
        return new Given<>(members.has(name), value.orElse(null));
    }

    private static URI address(String text, AddressPolicy policy) {
        try {
            return PublicUrl.read(text, policy);
        } catch (InvalidAddress e) {
            throw new Invalid("url", e.why());
        }
    }
}
