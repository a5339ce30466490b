package dev.reelay.api.key;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.KeyRequest.Standing;
import dev.reelay.common.secret.MasterKey;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives equal requests the same key: its text is derived from the master key and from what is
/// noted of the request, for as long as that is noted.
@Singleton
final class MakeOnce {
    private final PostgresKeyRequests requests;
    private final PostgresKeyRing ring;
    private final MasterKey master;

    MakeOnce(PostgresKeyRequests requests, PostgresKeyRing ring, MasterKey master) {
        this.requests = requests;
        this.ring = ring;
        this.master = master;
    }

    /// The key that an equal request made; empty where none did. Throws {@link GatewayException}
    /// where another request had this key.
    Optional<IssueKey.Issued> before(Caller caller, @Nullable KeyRequest request) {
        if (request == null) {
            return Optional.empty();
        }
        return requests.find(caller, request)
                .map(standing -> checked(request, standing))
                .flatMap(
                        standing ->
                                ring.find(caller.tenant(), standing.id())
                                        .map(card -> derive(card.settings().mode(), standing)))
                .map(key -> new IssueKey.Issued(key.id(), key.key().text(), true));
    }

    /// The key to make for a request.
    NewKey next(Caller caller, @Nullable KeyRequest request, KeyMode mode) {
        return request == null
                ? NewKey.random(mode)
                : derive(mode, checked(request, requests.note(caller, request)));
    }

    private static Standing checked(KeyRequest request, Standing standing) {
        if (!Arrays.equals(request.fingerprint(), standing.fingerprint())) {
            throw new GatewayException(new GatewayError.KeyStandsForOther());
        }
        return standing;
    }

    private NewKey derive(KeyMode mode, Standing standing) {
        var purpose =
                "api-key/%s/%s".formatted(standing.id(), HexFormat.of().formatHex(standing.salt()));
        return new NewKey(standing.id(), ApiKey.of(mode, master.derive(purpose).getEncoded()));
    }
}
