package dev.reelay.worker.provider.api;

import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.store.S3Objects;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Reads a job's inputs from the store, to be sent inside a request.
@Singleton
public class ReadInputs {
    private final S3Objects objects;
    private final ApiConfig config;
    private final LinkInputs links;
    private final FitPictures fit;

    public ReadInputs(S3Objects objects, ApiConfig config, LinkInputs links, FitPictures fit) {
        this.objects = objects;
        this.config = config;
        this.links = links;
        this.fit = fit;
    }

    /// Throws `IOException` where it may work later, `UnsupportedException` where it never will.
    ///
    /// @param limits of the pictures; empty where any will do
    List<InputFile> read(JobSpec spec, Optional<PictureLimits> limits) throws IOException {
        var all = read(spec);
        return limits.isPresent() ? fit.fit(all, limits.get()) : all;
    }

    private List<InputFile> read(JobSpec spec) throws IOException {
        var all = new ArrayList<InputFile>();
        for (var input : spec.inputs()) {
            var file = read(input);
            all.add(links.link(spec, input, file.contentType()).map(file::linked).orElse(file));
        }
        return all;
    }

    private InputFile read(JobSpec.Input input) throws IOException {
        try (var content = objects.open(input.key())) {
            var length = content.response().contentLength();
            if (length > config.largestInput()) {
                content.abort(); // else closing would read the rest
                throw new UnsupportedException(
                        "an input has %d bytes, more than %d"
                                .formatted(length, config.largestInput()));
            }
            var type = Objects.requireNonNullElse(input.contentType(), "image/png");
            return new InputFile(input.role(), type, content.readAllBytes());
        } catch (NoSuchKeyException e) {
            throw new UnsupportedException("an input is no longer in the store");
        } catch (SdkException e) {
            throw new IOException("the store does not answer", e);
        }
    }
}
