package dev.reelay.api.dialect.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.api.dialect.Dialect;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// `/openapi/{dialect}.json`: the document of each dialect that has one, and `/openapi/admin.json`
/// that of the operators' API. The page that shows them is a static file beside this, `/openapi/`.
@Path("/openapi")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class PublishDocuments {
    private static final String OPERATORS = "admin";

    private final Map<String, String> documents = new TreeMap<>();

    PublishDocuments(@All List<Dialect> dialects, ObjectMapper json) {
        Stream.concat(dialects.stream().map(Dialect::id), Stream.of(OPERATORS))
                .forEach(
                        name ->
                                DialectDocument.json(name, json)
                                        .ifPresent(document -> documents.put(name, document)));
    }

    /// To the page, whose own links need the slash.
    @GET
    public Response page() {
        return Response.seeOther(URI.create("/openapi/")).build();
    }

    /// A document, as the page's viewer wants to be told of it.
    public record Published(String name, String url) {}

    @GET
    @Path("index.json")
    public List<Published> index() {
        return documents.keySet().stream()
                .map(dialect -> new Published(dialect, dialect + ".json"))
                .toList();
    }

    @GET
    @Path("{dialect}.json")
    public String document(@PathParam("dialect") String dialect) {
        var document = documents.get(dialect);
        if (document == null) {
            throw new NotFoundException();
        }
        return document;
    }
}
