package dev.reelay.api.dialect;

import dev.reelay.api.body.Body;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.Caller;
import dev.reelay.api.request.Address;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Leads a request to the dialect that its path names: by prefix, or because no other dialect has
/// such a path. What this leaves alone goes to the native routes. Where several have a path, the
/// key decides, then the body.
@Singleton
public final class ChooseDialect {
    // A filter is made before there is any configuration; the dialects are not looked at until a
    // request comes.
    private final Instance<Dialect> dialects;

    ChooseDialect(@Any Instance<Dialect> dialects) {
        this.dialects = dialects;
    }

    private record Choice(Dialect dialect, Address address) {}

    @ServerRequestFilter(preMatching = true)
    public void choose(ContainerRequestContext request) {
        // Undecoded: what is not written plainly names no dialect.
        var path = request.getUriInfo().getRequestUri().getRawPath();
        choice(path).ifPresent(choice -> lead(request, choice));
    }

    /// The path by which the API that this one belongs to knows its own: see {@link Dialect#owns}.
    String home(String path) {
        return choice(path)
                .filter(choice -> choice.address().prefix().isEmpty())
                .map(choice -> choice.dialect().root() + path)
                .orElse(path);
    }

    private Optional<Choice> choice(String path) {
        return byPrefix(path).or(() -> byPath(path));
    }

    private Optional<Choice> byPrefix(String path) {
        for (var dialect : dialects) {
            for (var prefix : dialect.prefixes()) {
                if (Address.isUnder(prefix, path)) {
                    var rest = path.substring(prefix.length());
                    return Optional.of(new Choice(dialect, new Address(prefix, rest)));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Choice> byPath(String path) {
        return dialects.stream()
                .filter(dialect -> dialect.isOwn(path))
                .findFirst()
                .map(dialect -> new Choice(dialect, new Address("", path)));
    }

    /// The dialect that a key speaks, where that has the path.
    public Optional<Dialect> byKey(Caller caller, String path) {
        return dialects.stream()
                .filter(dialect -> dialect.id().equals(caller.dialect()) && dialect.shares(path))
                .findFirst();
    }

    /// The dialect that a body looks like.
    ///
    /// @param usual for one that could be any
    Dialect byBody(Body body, String path, Dialect usual) {
        return dialects.stream()
                .filter(dialect -> dialect.claim(path, body) > 0)
                .max(Comparator.comparingInt(dialect -> dialect.claim(path, body)))
                .orElse(usual);
    }

    private static void lead(ContainerRequestContext request, Choice choice) {
        choice.address().keepWith(request);
        var asked = request.getUriInfo().getRequestUri();
        var rest = asked.getRawPath().substring(choice.address().prefix().length());
        var query = asked.getRawQuery();
        var path = choice.dialect().root() + rest + (query == null ? "" : "?" + query);
        try {
            request.setRequestUri(
                    new URI(asked.getScheme() + "://" + asked.getRawAuthority() + path));
        } catch (URISyntaxException e) {
            throw new GatewayException(new GatewayError.UnknownPath(request.getMethod(), path));
        }
    }
}
