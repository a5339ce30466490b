package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.key.Scope;
import dev.reelay.api.service.ServiceHttp;
import dev.reelay.api.webhook.Webhooks;
import dev.reelay.api.worker.Worker.Question;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/// Shows and rotates the secrets of webhooks, for keys that may submit: one that only reads could
/// forge messages with them.
@Singleton
final class OpenAiSecrets {
    private static final String ABOUT = "webhook endpoint";
    private static final int DAY = 86_400;
    private static final int WEEK = 7 * DAY;

    private final ReadCall calls;
    private final Webhooks webhooks;

    OpenAiSecrets(ReadCall calls, Webhooks webhooks) {
        this.calls = calls;
        this.webhooks = webhooks;
    }

    /// @param path of the secret; asked once it is known who calls
    Response show(HttpHeaders headers, Supplier<String> path) {
        var caller = calls.caller(headers, Scope.JOBS_WRITE);
        return unkept(webhooks.ask(caller.tenant(), Question.get(path.get(), ABOUT)));
    }

    Response rotate(HttpHeaders headers, InputStream content, Supplier<String> path) {
        var caller = calls.caller(headers, Scope.JOBS_WRITE);
        try (var body = calls.jsonOrNothing(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("overlap_seconds"));
            int overlap = Objects.requireNonNullElse(fields.count("overlap_seconds"), DAY);
            if (overlap < 0 || overlap > WEEK) {
                throw invalid("overlap_seconds", "must be 0 to " + WEEK);
            }
            var asked = JsonNodeFactory.instance.objectNode().put("overlap_seconds", overlap);
            var question = Question.of("POST", path.get() + "/rotate", asked, ABOUT);
            return unkept(webhooks.ask(caller.tenant(), question));
        }
    }

    private static Response unkept(ServiceHttp.Answer answer) {
        return Response.status(answer.status())
                .entity(answer.body())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
