package dev.reelay.common.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// All that the worker needs to make a job, so that it asks nobody's database. At most 64 KB as
/// JSON: inputs are object keys, never bytes.
///
/// @param model catalogue id of the model
/// @param seconds length of each output that is rendered anew and priced; in mode `EXTENSION` the
///   clip that is continued comes before it
/// @param resolution named tier, e.g. `720p`
/// @param aspectRatio `W:H`
/// @param outputs how many clips are made; one execution each
/// @param test made on the sandbox whatever the model
/// @param ownAccount made with the tenant's own account at an upstream; see {@link #onOwnAccount}
/// @param providerOptions vendor parameters; none may touch a priced field
/// @param deadline when the job expires if it is not done
/// @param weight share of the tenant in the fair queue, at least 1
/// @param jobsAtOnce how many executions of the tenant may hold a slot
/// @param traceparent W3C trace context of the submission
/// @param callbackUrl where the tenant wants to hear of the end
public record JobSpec(
        JobId job,
        TenantId tenant,
        String model,
        Mode mode,
        String prompt,
        @Nullable String negativePrompt,
        int seconds,
        int width,
        int height,
        String resolution,
        String aspectRatio,
        boolean audio,
        @Nullable Integer fps,
        @Nullable Long seed,
        @Nullable String quality,
        int outputs,
        boolean test,
        @Nullable Boolean ownAccount,
        List<Input> inputs,
        @Nullable ObjectNode providerOptions,
        Instant createdAt,
        Instant deadline,
        int weight,
        int jobsAtOnce,
        @Nullable String traceparent,
        @Nullable URI callbackUrl) {

    public JobSpec {
        Objects.requireNonNull(job);
        Objects.requireNonNull(tenant);
        inputs = List.copyOf(inputs);
    }

    /// Whether it is made with the tenant's own account at an upstream, and with no other: the
    /// operator pays no upstream for it. Specs of before had no word of it.
    public boolean onOwnAccount() {
        return Boolean.TRUE.equals(ownAccount);
    }

    /// Whether an input has still to be made ready.
    public boolean awaitsInputs() {
        return inputs.stream().anyMatch(Input::awaits);
    }

    /// The same job with another input at a place.
    public JobSpec with(int place, Input input) {
        var changed = new ArrayList<>(inputs);
        changed.set(place, input);
        return withInputs(changed);
    }

    /// The same job with other inputs.
    public JobSpec withInputs(List<Input> changed) {
        return new JobSpec(
                job,
                tenant,
                model,
                mode,
                prompt,
                negativePrompt,
                seconds,
                width,
                height,
                resolution,
                aspectRatio,
                audio,
                fps,
                seed,
                quality,
                outputs,
                test,
                ownAccount,
                changed,
                providerOptions,
                createdAt,
                deadline,
                weight,
                jobsAtOnce,
                traceparent,
                callbackUrl);
    }

    /// An image or a clip that the tenant gave.
    ///
    /// @param key object key in our bucket; with an address, where the worker is to put the file
    /// @param contentType null until the file has been fetched
    /// @param address where to fetch the file; null for one that is in the bucket already
    public record Input(
            Role role, String key, @Nullable String contentType, @Nullable URI address) {

        /// One that is in the bucket.
        public Input(Role role, String key, String contentType) {
            this(role, key, contentType, null);
        }

        /// Whether it has still to be made ready: fetched, or, where a picture is needed and a clip
        /// was given, replaced by the clip's first frame.
        public boolean awaits() {
            return address != null || isClipForPicture();
        }

        private boolean isClipForPicture() {
            return role != Role.VIDEO && contentType != null && contentType.startsWith("video/");
        }
    }

    /// What an input is for.
    public enum Role {
        FIRST_FRAME,
        LAST_FRAME,
        REFERENCE,
        VIDEO
    }
}
