package dev.reelay.api.dialect.openai;

import dev.reelay.api.audit.Acting;
import dev.reelay.api.audit.Actors;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Scope;
import dev.reelay.api.request.Route;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Owners act at all native routes but those of videos and uploads, which have their own history.
@Singleton
public final class OpenAiActors implements Actors {
    private final IdentifyCaller callers;

    OpenAiActors(IdentifyCaller callers) {
        this.callers = callers;
    }

    @Override
    public boolean own(Route route) {
        return route.isUnder("/v1")
                && Stream.of("/v1/videos", "/v1/uploads").noneMatch(route::isUnder);
    }

    @Override
    public Acting of(ContainerRequestContext request) {
        var caller = callers.caller(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        return new Acting(
                Acting.Kind.KEY,
                caller.shownId(),
                caller.scopes().stream().map(Scope::word).sorted().collect(Collectors.joining(" ")),
                caller.tenant());
    }
}
