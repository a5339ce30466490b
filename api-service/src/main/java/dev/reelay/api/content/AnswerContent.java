package dev.reelay.api.content;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.content.ServeContent.Served;
import dev.reelay.api.content.ServeContent.Wanted;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.store.StoredFile;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Answers with a file of a job, whole or a range of it. Refuses by {@link GatewayException}.
@Singleton
public final class AnswerContent {
    private static final Pattern INDEX = Pattern.compile("\\d{1,4}");

    private final ServeContent content;
    private final CurrentVertxRequest request;

    AnswerContent(ServeContent content, CurrentVertxRequest request) {
        this.content = content;
        this.request = request;
    }

    /// Reads which output a query asks for; the first where it does not say.
    public static int index(@Nullable String index) {
        if (index != null && !INDEX.matcher(index).matches()) {
            throw invalid("index", "must be a whole number");
        }
        return index == null ? 0 : Integer.parseInt(index);
    }

    public Response get(Job job, Variant variant, int index, HttpHeaders headers) {
        var served = content.serve(job, variant, index, wanted(headers));
        return answer(served, () -> content.open(job, served), request);
    }

    /// The answer to whoever may have a file.
    ///
    /// @param open opens what is to be sent of it; refuses by {@link GatewayException}
    static Response answer(Served served, Supplier<StoredFile> open, CurrentVertxRequest request) {
        var answer = head(served);
        return served.unchanged()
                ? answer.build()
                : answer.entity(stream(served, open.get(), request)).build();
    }

    public Response head(Job job, Variant variant, int index, HttpHeaders headers) {
        return head(content.serve(job, variant, index, wanted(headers))).build();
    }

    static Wanted wanted(HttpHeaders headers) {
        return new Wanted(
                headers.getHeaderString("Range"),
                headers.getHeaderString("If-Range"),
                headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
    }

    static Response.ResponseBuilder head(Served served) {
        if (served.unchanged()) {
            return Response.status(304).header(HttpHeaders.ETAG, served.etag());
        }
        var answer =
                Response.status(served.isPartial() ? 206 : 200)
                        .type(served.contentType())
                        .header(HttpHeaders.CONTENT_LENGTH, served.length())
                        .header(HttpHeaders.ETAG, served.etag())
                        .header("Accept-Ranges", "bytes")
                        .header("Cache-Control", "private");
        if (served.isPartial()) {
            answer.header("Content-Range", served.contentRange());
        }
        return answer;
    }

    /// The file was opened before the answer begins, so that a missing object is still an error and
    /// not a broken transfer.
    private static StreamingOutput stream(
            Served served, StoredFile file, CurrentVertxRequest request) {
        var response = request.getCurrent().response();
        return _ -> {
            try (file) {
                file.writeTo(new PacedOutput(response, served.length()));
            }
        };
    }
}
