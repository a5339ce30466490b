package dev.reelay.api.console;

import dev.reelay.api.error.ErrorWording;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.request.Address;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/// Errors as pages, for people.
@Singleton
public final class ConsoleErrors implements ErrorWording {
    private static final String PREFIX = "/console";

    @Override
    public boolean owns(String path) {
        return Address.isUnder(PREFIX, path);
    }

    @Override
    public Response word(GatewayError error) {
        return switch (error) {
            case GatewayError.NotFound(var what) ->
                    say(404, "Not found", "There is no such " + what + " that you may see.");
            case GatewayError.UnknownPath _ ->
                    say(404, "Not found", "There is no page at this address.");
            case GatewayError.WrongMethod _ ->
                    say(405, "Not possible", "This address cannot be used in this way.");
            case GatewayError.InvalidKey _, GatewayError.MissingScope _ ->
                    say(403, "Not for you", "Your role does not reach this page.");
            case GatewayError.TooMany(var why, _) -> say(429, "Too many requests", why + ".");
            case GatewayError.TryLater _ ->
                    say(
                            503,
                            "A part of the service is away",
                            "Nothing is lost; videos that run go on. Try again in a few seconds.");
            case GatewayError.BodyTooLarge _ -> say(413, "Too large", "The form is too large.");
            case GatewayError.UnsupportedMediaType _ ->
                    say(415, "Not possible", "This page takes its own forms only.");
            case GatewayError.MalformedBody _,
                    GatewayError.MissingField _,
                    GatewayError.InvalidField _,
                    GatewayError.UnknownField _ ->
                    say(400, "Not understood", "The address or the form is not well formed.");
            case GatewayError.Broken _ ->
                    say(500, "The server had an error", "It was logged. Try again in a while.");
            case GatewayError.UnknownModel _,
                    GatewayError.ModelNotAllowed _,
                    GatewayError.NoProvider _,
                    GatewayError.NotEnoughCredits _,
                    GatewayError.NotPriced _,
                    GatewayError.OverBudget _,
                    GatewayError.Suspended _,
                    GatewayError.TooManyStreams _,
                    GatewayError.BeyondModel _,
                    GatewayError.StillAccepting _,
                    GatewayError.KeyStandsForOther _,
                    GatewayError.NotNow _,
                    GatewayError.NotReady _,
                    GatewayError.FilesGone _,
                    GatewayError.NotEnded _,
                    GatewayError.RangeOutside _ ->
                    throw new IllegalStateException("no page answers " + error);
        };
    }

    private static Response say(int status, String title, String text) {
        return Answer.note(status, Note.of(title, text));
    }
}
