package dev.reelay.api.request;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What answers a request: as the code names it, however the client spelled the path.
///
/// @param template e.g. `/v1/keys/{id}`
public record Route(String template) {
    public static Route of(ResourceInfo resource) {
        return new Route(
                Stream.of(
                                resource.getResourceClass().getAnnotation(Path.class),
                                resource.getResourceMethod().getAnnotation(Path.class))
                        .map(Route::part)
                        .collect(Collectors.joining()));
    }

    private static String part(@Nullable Path path) {
        return path == null ? "" : "/" + path.value().replaceAll("^/|/$", "");
    }

    /// Whether it is this root or below it.
    public boolean isUnder(String root) {
        return Address.isUnder(root, template);
    }
}
