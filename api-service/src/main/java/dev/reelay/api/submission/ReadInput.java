package dev.reelay.api.submission;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Given;
import dev.reelay.api.body.Spool;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.upload.UploadId;
import dev.reelay.common.event.JobSpec;
import dev.reelay.media.BadMediaException;
import dev.reelay.media.DataUrl;
import dev.reelay.media.InspectMedia;
import dev.reelay.media.MediaFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Reads an image or a clip however a client gave it: a file part, a data URL, the id of an upload,
/// a web address. What came along is checked here, before anything is stored; an address is checked
/// by {@link PlanJob} and fetched by the worker. Refuses by {@link GatewayException}.
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
        return new GivenInput(field, role, source(field, role, given));
    }

    private GivenInput.Source source(String field, JobSpec.Role role, Given given) {
        return switch (given) {
            case Given.FilePart(var spooled) -> inline(field, role, spooled.file());
            case Given.LongText(var spooled) -> decoded(field, role, open(spooled.file()));
            case Given.Text(var text) -> named(field, role, text);
            case Given.Members _ -> throw invalid(field, "must be a string");
        };
    }

    private GivenInput.Source named(String field, JobSpec.Role role, String text) {
        var upload = UploadId.parse(text);
        if (upload.isPresent()) {
            return new GivenInput.Source.Upload(upload.get().value());
        }
        if (text.toLowerCase(Locale.ROOT).matches("(?s)https?://.*")) {
            return new GivenInput.Source.Address(text);
        }
        return decoded(field, role, DataUrl.stream(text));
    }

    private GivenInput.Source decoded(String field, JobSpec.Role role, InputStream text) {
        try (text) {
            var file = spool.newFile();
            if (alsoBare) {
                DataUrl.decodeEither(text, file);
            } else {
                DataUrl.decode(text, file);
            }
            return inline(field, role, file);
        } catch (BadMediaException e) {
            throw invalid(field, e.fault());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GivenInput.Source inline(String field, JobSpec.Role role, Path file) {
        try {
            var media = InspectMedia.inspect(file);
            switch (media) {
                case MediaFile.Image _ when role == JobSpec.Role.VIDEO ->
                        throw invalid(field, "is an image, not a video");
                case MediaFile.Video _ when role != JobSpec.Role.VIDEO ->
                        throw invalid(field, "is a video, not an image");
                case MediaFile.Image _, MediaFile.Video _ -> {
                    return new GivenInput.Source.Inline(file, media);
                }
            }
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
}
