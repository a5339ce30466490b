package dev.reelay.api.doorbell;

import dev.reelay.common.event.ProviderCall;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Set;
import org.jboss.logging.Logger;

/// `POST /callbacks/{provider}/{token}`: what a provider calls when something has changed. What it
/// says is thrown away, for whoever knows the address could say it; the provider is asked instead.
/// Only a {@link Challenge} is answered. The answer is the same for every token, so that it tells
/// nobody which are right.
///
/// Providers that sign are held to it: what they have not signed is refused, whatever the token.
@Path("/callbacks/{provider}/{token}")
@RunOnVirtualThread
public final class ProviderCallbacks {
    private static final Logger LOG = Logger.getLogger(ProviderCallbacks.class);
    private static final int MOST_READ = 64 * 1024;

    /// Of one that has to be whole to be believed; Replicate's have the log of the run in them.
    private static final int MOST_SIGNED = 512 * 1024;

    private static final int UNAUTHORIZED = 401;
    private static final int TOO_LARGE = 413;
    private static final int TOO_EARLY = 425;

    private final RingAttempts rings;
    private final ForwardCallbacks forward;

    ProviderCallbacks(RingAttempts rings, ForwardCallbacks forward) {
        this.rings = rings;
        this.forward = forward;
    }

    @POST
    public Response called(
            @PathParam("provider") String provider,
            @PathParam("token") String token,
            @Context HttpHeaders headers,
            InputStream body) {
        var signed = ProviderCall.SIGNED.get(provider);
        return signed == null
                ? rung(provider, token, read(body, MOST_READ))
                : signed(provider, token, read(body, MOST_SIGNED), headers, signed);
    }

    private Response rung(String provider, String token, byte[] read) {
        rings.ring(provider, token);
        var answer = Response.ok();
        Challenge.in(read)
                .ifPresent(
                        challenge ->
                                answer.type(MediaType.APPLICATION_JSON_TYPE).entity(challenge));
        // The rest of a longer one is not read: the connection ends.
        return (read.length < MOST_READ ? answer : answer.header("Connection", "close")).build();
    }

    private Response signed(
            String provider, String token, byte[] read, HttpHeaders headers, Set<String> names) {
        if (read.length == MOST_SIGNED) {
            return Response.status(TOO_LARGE).header("Connection", "close").build();
        }
        var call = call(read, headers, names);
        var attempt = rings.attempt(provider, token);
        if (attempt.isEmpty() || call.headers().size() < names.size()) {
            return Response.status(UNAUTHORIZED).build();
        }
        return switch (forward.forward(attempt.get(), call)) {
            case GENUINE -> Response.ok().build();
            case FORGED -> Response.status(UNAUTHORIZED).build();
            case EARLY -> Response.status(TOO_EARLY).header("Retry-After", 1).build();
            case UNPROVEN -> {
                rings.ring(provider, token);
                yield Response.ok().build();
            }
        };
    }

    private static ProviderCall call(byte[] body, HttpHeaders headers, Set<String> names) {
        var shown = new HashMap<String, String>();
        for (var name : names) {
            var value = headers.getHeaderString(name);
            if (value != null) {
                shown.put(name, value);
            }
        }
        return new ProviderCall(shown, body);
    }

    /// As long as allowed where it is longer or broke off.
    private static byte[] read(InputStream body, int most) {
        try {
            return body.readNBytes(most);
        } catch (IOException e) {
            LOG.debugf("A callback's body broke off; why=%s", e.getClass().getSimpleName());
            return new byte[most];
        }
    }
}
