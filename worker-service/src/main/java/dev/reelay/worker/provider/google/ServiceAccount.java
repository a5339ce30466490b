package dev.reelay.worker.provider.google;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.api.AccessToken;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/// A service account by the members of its key file: it signs an assertion and gets an access token
/// for it.
final class ServiceAccount {
    static final String TOKEN_URI = "token_uri";

    private static final String USUAL = "https://oauth2.googleapis.com/token";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----(.*)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private final String email;
    private final String keyId;
    private final PrivateKey key;
    private final String tokenUri;
    private final InstantSource clock;

    ServiceAccount(Account account, InstantSource clock) {
        email = account.secret("client_email");
        keyId = account.secret("private_key_id");
        key = key(account.secret("private_key"));
        var own = account.base().map(base -> base.toString().replaceAll("/+$", "") + "/token");
        tokenUri = account.setting(TOKEN_URI).or(() -> own).orElse(USUAL);
        if (!tokenUri.matches("https?://\\S+")) {
            throw new InvalidAccountException(
                    "settings." + TOKEN_URI, "token_uri must be a web address, as " + USUAL);
        }
        this.clock = clock;
    }

    private static PrivateKey key(String pem) {
        var text = PEM.matcher(pem.replace("\\n", "\n"));
        try {
            if (text.find()) {
                var bytes = Base64.getMimeDecoder().decode(text.group(1));
                return KeyFactory.getInstance("RSA")
                        .generatePrivate(new PKCS8EncodedKeySpec(bytes));
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // said below
        }
        throw new InvalidAccountException(
                "secrets.private_key", "private_key must be that of the key file, in PEM");
    }

    ApiCall login() {
        var form =
                "grant_type="
                        + URLEncoder.encode(GRANT, StandardCharsets.UTF_8)
                        + "&assertion="
                        + assertion();
        return ApiCall.form(tokenUri, form);
    }

    String assertion() {
        var now = clock.instant();
        var claims =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("iss", email)
                        .put("scope", SCOPE)
                        .put("aud", tokenUri)
                        .put("exp", now.plus(LIFE).getEpochSecond())
                        .put("iat", now.getEpochSecond());
        var token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        token.setHeader("typ", "JWT");
        token.setKeyIdHeaderValue(keyId);
        token.setPayload(claims.toString());
        token.setKey(key);
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new InvalidAccountException("secrets.private_key", "private_key cannot sign");
        }
    }

    static Optional<AccessToken> loggedIn(ApiAnswer answer) {
        var life = Duration.ofSeconds(answer.body().path("expires_in").asLong());
        return answer.text("/access_token")
                .filter(_ -> answer.isSuccess())
                .map(text -> new AccessToken(text, life));
    }
}
