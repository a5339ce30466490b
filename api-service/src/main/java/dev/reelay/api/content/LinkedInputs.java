package dev.reelay.api.content;

import dev.reelay.api.content.ServeContent.Served;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.store.ObjectStore;
import dev.reelay.api.store.StoredFile;
import dev.reelay.common.secret.InputLink;
import dev.reelay.common.secret.MasterKey;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;

/// `/inputs/{link}`: what a job is made from, to the provider that was given the link and takes it
/// in no other way. It ends with the job's deadline.
@Path("/inputs/{link}")
@RunOnVirtualThread
public final class LinkedInputs {
    private final InputLink links;
    private final ObjectStore store;
    private final InstantSource clock;
    private final CurrentVertxRequest request;

    LinkedInputs(
            MasterKey master, ObjectStore store, InstantSource clock, CurrentVertxRequest request) {
        links = new InputLink(master);
        this.store = store;
        this.clock = clock;
        this.request = request;
    }

    @GET
    public Response get(@Context HttpHeaders headers, @PathParam("link") String link) {
        var served = served(link, headers);
        return AnswerContent.answer(served, () -> open(served), request);
    }

    @HEAD
    public Response head(@Context HttpHeaders headers, @PathParam("link") String link) {
        return AnswerContent.head(served(link, headers)).build();
    }

    private Served served(String link, HttpHeaders headers) {
        var target = links.read(link).orElseThrow(LinkedInputs::unknown);
        if (!clock.instant().isBefore(target.end())) {
            throw new GatewayException(new GatewayError.FilesGone());
        }
        var head = store.head(target.object()).orElseThrow(LinkedInputs::unknown);
        return ServeContent.served(
                target.object(),
                target.contentType(),
                head.length(),
                head.etag(),
                AnswerContent.wanted(headers));
    }

    private StoredFile open(Served served) {
        return store.open(served.key(), served.piece()).orElseThrow(LinkedInputs::unknown);
    }

    private static GatewayException unknown() {
        return new GatewayException(new GatewayError.NotFound("file"));
    }
}
