package dev.reelay.api.content;

import dev.reelay.api.job.Job;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Answers with a clip inside a text, in base64. It is encoded on its way from the store to the
/// client; its length is known before.
@Singleton
public final class AnswerEmbedded {
    private static final int PIECE = 64 * 1024;
    private static final ServeContent.Wanted WHOLE = new ServeContent.Wanted(null, null, null);

    private final ServeContent content;
    private final CurrentVertxRequest request;

    AnswerEmbedded(ServeContent content, CurrentVertxRequest request) {
        this.content = content;
        this.request = request;
    }

    /// Throws {@link dev.reelay.api.error.GatewayException} where there is no such clip.
    ///
    /// @param before the text before the clip
    /// @param after and that behind it
    public Response.ResponseBuilder answer(Job job, int index, String before, String after) {
        var served = content.serve(job, Variant.VIDEO, index, WHOLE);
        var file = content.open(job, served);
        var response = request.getCurrent().response();
        var head = before.getBytes(StandardCharsets.UTF_8);
        var tail = after.getBytes(StandardCharsets.UTF_8);
        var length = head.length + encoded(served.length()) + tail.length;
        StreamingOutput body =
                _ -> {
                    try (file;
                            var out = out(new PacedOutput(response, length))) {
                        out.write(head);
                        try (var text = Base64.getEncoder().wrap(new Open(out))) {
                            file.writeTo(text);
                        }
                        out.write(tail);
                    }
                };
        return Response.ok(body);
    }

    private static OutputStream out(PacedOutput response) {
        return new BufferedOutputStream(response, PIECE);
    }

    /// Four characters for each three bytes, the last ones filled up.
    private static long encoded(long bytes) {
        return 4 * ((bytes + 2) / 3);
    }

    /// Stays open when the encoder is closed, which is how that writes its last characters.
    private static final class Open extends FilterOutputStream {
        Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {
            // The text goes on.
        }
    }
}
