package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.content.AnswerContent;
import dev.reelay.api.content.Variant;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.job.VideoId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// `/v1/videos/{id}/content`: the files of a video, whole or a range of them.
@Path("/v1/videos/{id}/content")
@RunOnVirtualThread
public final class OpenAiContent {
    private final ReadCall calls;
    private final AnswerContent content;

    OpenAiContent(ReadCall calls, AnswerContent content) {
        this.calls = calls;
        this.content = content;
    }

    @GET
    public Response get(
            @Context HttpHeaders headers,
            @PathParam("id") String id,
            @QueryParam("variant") @Nullable String variant,
            @QueryParam("index") @Nullable String index) {
        var job = calls.job(headers, VideoId.parse(id));
        return content.get(job, variant(variant), AnswerContent.index(index), headers);
    }

    @HEAD
    public Response head(
            @Context HttpHeaders headers,
            @PathParam("id") String id,
            @QueryParam("variant") @Nullable String variant,
            @QueryParam("index") @Nullable String index) {
        var job = calls.job(headers, VideoId.parse(id));
        return content.head(job, variant(variant), AnswerContent.index(index), headers);
    }

    private static Variant variant(@Nullable String word) {
        return word == null
                ? Variant.VIDEO
                : Variant.named(word)
                        .orElseThrow(() -> invalid("variant", "must be one of " + Variant.words()));
    }
}
