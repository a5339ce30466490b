package dev.reelay.worker.provider.kling;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.InvalidAccountException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/// The bearer of a call: an API key, or, in the legacy standard only, a token signed with a pair of
/// keys.
final class KlingAuth {
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final Duration BACKDATED = Duration.ofSeconds(5);

    private final Account account;
    private final InstantSource clock;

    KlingAuth(Account account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
        if (!account.secrets().containsKey("api_key")) {
            token(); // says now what is missing
        }
    }

    String bearer() {
        return account.secrets().containsKey("api_key") ? account.secret("api_key") : token();
    }

    private String token() {
        var now = clock.instant();
        var claims =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("iss", account.secret("access_key"))
                        .put("exp", now.plus(LIFE).getEpochSecond())
                        .put("nbf", now.minus(BACKDATED).getEpochSecond());
        var token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        token.setHeader("typ", "JWT");
        token.setPayload(claims.toString());
        token.setKey(new HmacKey(account.secret("secret_key").getBytes(StandardCharsets.UTF_8)));
        token.setDoKeyValidation(false); // the upstream decides how long its keys are
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new InvalidAccountException("secrets.secret_key", "secret_key cannot sign");
        }
    }
}
