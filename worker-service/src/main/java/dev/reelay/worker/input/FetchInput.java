package dev.reelay.worker.input;

import dev.reelay.common.event.JobSpec;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.media.BadMediaException;
import dev.reelay.media.InspectMedia;
import dev.reelay.media.MediaFile;
import dev.reelay.worker.egress.Egress;
import dev.reelay.worker.egress.FetchAnswer.Fetched;
import dev.reelay.worker.egress.FetchAnswer.NotAllowed;
import dev.reelay.worker.egress.FetchAnswer.Refused;
import dev.reelay.worker.egress.FetchAnswer.TooLarge;
import dev.reelay.worker.egress.FetchAnswer.TooManyRedirects;
import dev.reelay.worker.egress.FetchRequest;
import dev.reelay.worker.input.InputAnswer.Kept;
import dev.reelay.worker.input.InputAnswer.NoAnswer;
import dev.reelay.worker.input.InputAnswer.StoreAway;
import dev.reelay.worker.input.InputAnswer.Unusable;
import dev.reelay.worker.scratch.Scratch;
import dev.reelay.worker.store.S3Objects;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/// Fetches one input from the address that a tenant gave, checks by its own bytes that it is what
/// its role needs, and keeps it under its key. A second time replaces the same object.
@Singleton
public class FetchInput {
    private static final long MEGABYTE = 1 << 20;

    /// Answers by which a server says that another time may be better.
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private final Egress egress;
    private final S3Objects objects;
    private final InputConfig config;
    private final Scratch scratch;

    public FetchInput(Egress egress, S3Objects objects, InputConfig config, Scratch scratch) {
        this.egress = egress;
        this.objects = objects;
        this.config = config;
        this.scratch = scratch;
    }

    /// @param input one with an address
    public InputAnswer fetch(JobSpec.Input input) {
        var url = Objects.requireNonNull(input.address());
        try {
            var spool = scratch.file(".input");
            try {
                return fetch(url, input, spool);
            } finally {
                Files.deleteIfExists(spool);
            }
        } catch (IOException e) {
            return new StoreAway("the disk failed: " + e.getClass().getSimpleName());
        } catch (SdkException e) {
            return new StoreAway("the store failed: " + e.getClass().getSimpleName());
        }
    }

    private InputAnswer fetch(URI url, JobSpec.Input input, Path spool) throws IOException {
        var most = input.role() == Role.VIDEO ? config.largestVideo() : config.largestImage();
        return switch (egress.fetch(new FetchRequest(url, config.limit(), most), spool)) {
            case Fetched _ -> checked(input, spool);
            case TooLarge() -> new Unusable("has more than %d MB".formatted(most / MEGABYTE));
            case Refused(var status) -> refused(status);
            case TooManyRedirects() -> cannot("there are too many redirects");
            case NotAllowed(var why) -> cannot(why);
            case dev.reelay.worker.egress.FetchAnswer.NoAnswer(var why) ->
                    new NoAnswer("could not be fetched: " + why);
        };
    }

    private static Unusable cannot(String why) {
        return new Unusable("could not be fetched: " + why);
    }

    private static InputAnswer refused(int status) {
        var why = "could not be fetched: its server answered " + status;
        return status >= 500 || LATER.contains(status) ? new NoAnswer(why) : new Unusable(why);
    }

    private InputAnswer checked(JobSpec.Input input, Path file) throws IOException {
        try {
            var media = InspectMedia.inspect(file);
            var fits =
                    switch (media) {
                        case MediaFile.Image _ -> input.role() != Role.VIDEO;
                        case MediaFile.Video _ -> input.role() == Role.VIDEO;
                    };
            return fits ? kept(input, file, media.contentType()) : new Unusable(other(media));
        } catch (BadMediaException e) {
            return new Unusable(e.fault());
        }
    }

    private static String other(MediaFile media) {
        return switch (media) {
            case MediaFile.Image _ -> "is an image, not a video";
            case MediaFile.Video _ -> "is a video, not an image";
        };
    }

    private Kept kept(JobSpec.Input input, Path file, String contentType) {
        objects.put(input.key(), file, contentType);
        return new Kept(new JobSpec.Input(input.role(), input.key(), contentType));
    }

    /// Removes what was fetched for a job that has ended.
    public void discard(Collection<String> keys) {
        objects.delete(List.copyOf(keys));
    }
}
