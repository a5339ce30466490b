package dev.reelay.api.submission;

import dev.reelay.api.body.Given;
import dev.reelay.api.body.Spool;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.media.BadMediaException;
import dev.reelay.media.DataUrl;
import dev.reelay.media.InspectMedia;
import dev.reelay.media.MediaFile;
import dev.reelay.api.upload.UploadId;
import dev.reelay.common.event.JobSpec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Reads an image however a client gave it: a file part, a data URL, the id of an upload. It is
/// checked here, before anything is stored. Refuses by {@link GatewayException}.
public final class ReadInput {
    private final Spool spool;
    private final boolean alsoBare;

    private ReadInput(Spool spool, boolean alsoBare) {
        this.spool = spool;
        this.alsoBare = alsoBare;
    }

    public ReadInput(Spool spool) {
        this(spool, false);
    }

    /// One that also reads base64 without the beginning of a data URL.
    public static ReadInput alsoBare(Spool spool) {
        return new ReadInput(spool, true);
    }

    public GivenInput read(String field, JobSpec.Role role, Given given) {
        return new GivenInput(field, role, source(field, given));
    }

    private GivenInput.Source source(String field, Given given) {
        return switch (given) {
            case Given.FilePart(var spooled) -> inline(field, spooled.file());
            case Given.LongText(var spooled) -> decoded(field, open(spooled.file()));
            case Given.Text(var text) -> named(field, text);
            case Given.Members _ -> throw invalid(field, "must be a string");
        };
    }

    private GivenInput.Source named(String field, String text) {
        var upload = UploadId.parse(text);
        if (upload.isPresent()) {
            return new GivenInput.Source.Upload(upload.get().value());
        }
        if (text.toLowerCase(Locale.ROOT).matches("(?s)https?://.*")) {
            throw invalid(
                    field,
                    "is a web address, which this server does not fetch; send the image as a data"
                            + " URL, as a file part or as the id of an upload");
        }
        return decoded(field, DataUrl.stream(text));
    }

    private GivenInput.Source decoded(String field, InputStream text) {
        try (text) {
            var file = spool.newFile();
            if (alsoBare) {
                DataUrl.decodeEither(text, file);
            } else {
                DataUrl.decode(text, file);
            }
            return inline(field, file);
        } catch (BadMediaException e) {
            throw invalid(field, e.fault());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GivenInput.Source inline(String field, Path file) {
        try {
            return switch (InspectMedia.inspect(file)) {
                case MediaFile.Image image -> new GivenInput.Source.Inline(file, image);
                case MediaFile.Video _ -> throw invalid(field, "is a video, not an image");
            };
        } catch (BadMediaException e) {
            throw invalid(field, e.fault());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(Path file) {
        try {
            return new BufferedInputStream(Files.newInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GatewayException invalid(String field, String why) {
        return new GatewayException(new GatewayError.InvalidField(field, why));
    }
}
