package dev.reelay.api.error;

import dev.reelay.common.credit.Credits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// All that a caller can be told when something is not done. Each API words these in one place of
/// its own. Field names are canonical ones; a dialect translates them.
public sealed interface GatewayError {
    /// The request is not well formed: the body is not what its content type says, or the URL is
    /// none.
    record MalformedBody(String why) implements GatewayError {}

    record UnsupportedMediaType(@Nullable String contentType) implements GatewayError {}

    /// @param limit in bytes
    record BodyTooLarge(long limit) implements GatewayError {}

    record MissingField(String field) implements GatewayError {}

    /// @param why a sentence with the offered value's fault and what is allowed
    record InvalidField(String field, String why) implements GatewayError {}

    /// A value that is possible in general, but not for this model.
    ///
    /// @param why as for {@link InvalidField}
    record BeyondModel(String field, String why) implements GatewayError {}

    record UnknownField(String field) implements GatewayError {}

    /// The key is missing, mistyped, unknown, revoked, expired or not for this address; a caller is
    /// not told which.
    record InvalidKey() implements GatewayError {}

    record MissingScope(String scope) implements GatewayError {}

    record UnknownModel(String model) implements GatewayError {}

    /// The model exists, but not for this key.
    record ModelNotAllowed(String model, String why) implements GatewayError {}

    /// The model exists, but nobody on this server renders it; test keys can use it.
    record NoProvider(String model) implements GatewayError {}

    /// No such thing, or another tenant's: the same answer.
    record NotFound(String what) implements GatewayError {}

    record UnknownPath(String method, String path) implements GatewayError {}

    /// @param allowed methods, as the `Allow` header has them; empty where unknown
    record WrongMethod(String method, String allowed) implements GatewayError {}

    record NotEnoughCredits(Credits needed, Credits available) implements GatewayError {}

    /// More was asked for than the plan has of it for now.
    ///
    /// @param why a clause that says what the plan has
    /// @param after when there is some again
    record TooMany(String why, Duration after) implements GatewayError {}

    /// The key or its workspace would spend more than it may.
    ///
    /// @param why a clause with the limit, what is spent and what this needs
    /// @param after when the limit begins anew; null for never
    record OverBudget(String why, Credits needed, @Nullable Duration after)
            implements GatewayError {}

    /// The operator has suspended the tenant: it reads what it has, and begins nothing new.
    record Suspended() implements GatewayError {}

    /// The tenant follows as much as it may.
    ///
    /// @param most streams at the same time
    record TooManyStreams(int most) implements GatewayError {}

    /// Billing has no price for this.
    record NotPriced(String why) implements GatewayError {}

    /// The same idempotency key is being worked on at this moment.
    record StillAccepting() implements GatewayError {}

    /// The idempotency key stands for something else.
    record KeyStandsForOther() implements GatewayError {}

    /// The files are not there yet.
    ///
    /// @param state the job's, as the canonical model has it
    record NotReady(String state) implements GatewayError {}

    /// The files were there and are past their time.
    record FilesGone() implements GatewayError {}

    /// What is asked for is not possible in the state that things are in.
    ///
    /// @param why a sentence without its full stop
    record NotNow(String why) implements GatewayError {}

    /// Only an ended job can be deleted.
    record NotEnded() implements GatewayError {}

    /// @param size of the file, in bytes
    record RangeOutside(long size) implements GatewayError {}

    /// Something of ours is away for the moment; nothing was done or charged.
    record TryLater(Duration after) implements GatewayError {}

    /// A bug of ours.
    record Broken() implements GatewayError {}
}
