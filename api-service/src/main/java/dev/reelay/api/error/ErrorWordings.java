package dev.reelay.api.error;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// The wordings of all APIs that are spoken here.
@Singleton
public final class ErrorWordings {
    private final List<ErrorWording> wordings;

    ErrorWordings(@All List<ErrorWording> wordings) {
        this.wordings = wordings;
    }

    /// The whole answer to a request to this path; a bare 404 where the path is no API's.
    public Response answer(GatewayError error, String path) {
        return wordings.stream()
                .filter(wording -> wording.owns(path))
                .findFirst()
                .map(wording -> wording.answer(error))
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND).build());
    }
}
