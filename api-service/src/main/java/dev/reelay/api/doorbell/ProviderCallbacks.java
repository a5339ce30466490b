package dev.reelay.api.doorbell;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.logging.Logger;

/// `POST /callbacks/{provider}/{token}`: what a provider calls when something has changed. What it
/// says is thrown away, for whoever knows the address could say it; the provider is asked instead.
/// Only a {@link Challenge} is answered. The answer is the same for every token, so that it tells
/// nobody which are right.
@Path("/callbacks/{provider}/{token}")
@RunOnVirtualThread
public final class ProviderCallbacks {
    private static final Logger LOG = Logger.getLogger(ProviderCallbacks.class);
    private static final int MOST_READ = 64 * 1024;

    private final RingAttempts rings;

    ProviderCallbacks(RingAttempts rings) {
        this.rings = rings;
    }

    @POST
    public Response called(
            @PathParam("provider") String provider,
            @PathParam("token") String token,
            InputStream body) {
        rings.ring(provider, token);
        var read = read(body);
        var answer = Response.ok();
        Challenge.in(read)
                .ifPresent(
                        challenge ->
                                answer.type(MediaType.APPLICATION_JSON_TYPE).entity(challenge));
        // The rest of a longer one is not read: the connection ends.
        return (read.length < MOST_READ ? answer : answer.header("Connection", "close")).build();
    }

    /// As long as allowed where it is longer or broke off.
    private static byte[] read(InputStream body) {
        try {
            return body.readNBytes(MOST_READ);
        } catch (IOException e) {
            LOG.debugf("A callback's body broke off; why=%s", e.getClass().getSimpleName());
            return new byte[MOST_READ];
        }
    }
}
