package dev.reelay.api.request;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What answers a request: as the code names it, however the client spelled the path.
///
/// @param template e.g. `/v1/keys/{id}`
public record Route(String template) {
    // Asked for at every request; there are a few hundred.
    private static final Map<Method, Route> KNOWN = new ConcurrentHashMap<>();

    public static Route of(ResourceInfo resource) {
        return KNOWN.computeIfAbsent(
                resource.getResourceMethod(),
                method ->
                        new Route(
                                part(resource.getResourceClass().getAnnotation(Path.class))
                                        + part(method.getAnnotation(Path.class))));
    }

    /// A parameter that may have slashes is named as any other.
    private static String part(@Nullable Path path) {
        return path == null ? "" : "/" + path.value().replaceAll("^/|/$", "").replace(":.+}", "}");
    }

    /// Whether it is this root or below it.
    public boolean isUnder(String root) {
        return Address.isUnder(root, template);
    }
}
