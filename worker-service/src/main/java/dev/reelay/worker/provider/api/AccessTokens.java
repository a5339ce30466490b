package dev.reelay.worker.provider.api;

import dev.reelay.worker.egress.EgressAnswer;
import dev.reelay.worker.egress.EgressAnswer.Answered;
import dev.reelay.worker.egress.EgressAnswer.Nothing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The access token of one account. It is fetched before the first call that needs one, by one
/// caller for all, and anew some minutes before it ends.
final class AccessTokens {
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final int UNAUTHORIZED = 401;

    private final ProviderApi api;
    private final Function<ApiCall, EgressAnswer> calls;
    private final InstantSource clock;
    private @Nullable AccessToken token;
    private Instant renewal = Instant.MIN;

    AccessTokens(ProviderApi api, Function<ApiCall, EgressAnswer> calls, InstantSource clock) {
        this.api = api;
        this.calls = calls;
        this.clock = clock;
    }

    /// What came of asking for a token.
    sealed interface Login {
        record In(String token) implements Login {}

        /// What stands for the answer of the call that was to be made.
        record Out(EgressAnswer answer) implements Login {}
    }

    synchronized Login get() {
        if (token != null && clock.instant().isBefore(renewal)) {
            return new Login.In(token.text());
        }
        var asked = clock.instant();
        return switch (calls.apply(api.login().orElseThrow())) {
            case Answered answered -> read(answered, asked);
            case Nothing nothing -> new Login.Out(new EgressAnswer.NotSent(nothing.why()));
        };
    }

    /// An account that is not let in is one whose key is refused, whatever the status.
    private Login read(Answered answered, Instant asked) {
        var answer = ApiAnswer.of(answered);
        var given = api.loggedIn(answer);
        if (given.isPresent()) {
            token = given.get();
            renewal = asked.plus(token.life()).minus(EARLY);
            return new Login.In(token.text());
        }
        return answer.status() >= 500 || answer.status() == 429
                ? new Login.Out(new EgressAnswer.NotSent("the login answered with " + answer))
                : new Login.Out(
                        new Answered(UNAUTHORIZED, answered.headers(), answered.beginning()));
    }

    /// After a call that was refused with it.
    synchronized void forget(String refused) {
        if (token != null && token.text().equals(refused)) {
            token = null;
        }
    }
}
