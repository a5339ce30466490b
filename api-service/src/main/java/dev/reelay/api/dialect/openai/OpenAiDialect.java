package dev.reelay.api.dialect.openai;

import dev.reelay.api.body.Body;
import dev.reelay.api.callback.ReadCallback;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.Dialect;
import dev.reelay.api.dialect.PublicConfig;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.job.Job;
import dev.reelay.api.submission.Submission;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/// OpenAI's Videos API with our additions.
@Singleton
public final class OpenAiDialect implements Dialect {
    static final String ID = "openai";
    private static final String PREFIX = "/v1";

    private final ReadCallback callbacks;
    private final String publicUrl;

    OpenAiDialect(PublicConfig config, ReadCallback callbacks) {
        this.callbacks = callbacks;
        var url = config.url().toString();
        publicUrl = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public boolean owns(String path) {
        return path.equals(PREFIX) || path.startsWith(PREFIX + "/");
    }

    @Override
    public Submission submission(Call call, Body body) {
        return OpenAiSubmission.read(call, body, callbacks);
    }

    @Override
    public OpenAiVideo job(Job job) {
        return OpenAiVideo.of(job, publicUrl);
    }

    @Override
    public Response answer(GatewayError error) {
        return OpenAiErrors.answer(error);
    }
}
