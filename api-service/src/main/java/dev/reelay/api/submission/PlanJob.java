package dev.reelay.api.submission;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.address.ReadAddress;
import dev.reelay.api.credit.Facts;
import dev.reelay.api.credit.PromisedPrice;
import dev.reelay.api.credit.Terms;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.quote.QuoteToken;
import dev.reelay.api.upload.Uploads;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Checks a submission against everything that can refuse it without money: tenant, model, plan,
/// shape, inputs, quote. Nothing is stored here; a used upload lives on until the job is over.
@Singleton
final class PlanJob {
    private static final Duration AFTER_DEADLINE = Duration.ofHours(1);

    private final ModelFor models;
    private final Uploads uploads;
    private final ReadAddress addresses;
    private final QuoteToken quotes;
    private final SubmissionConfig config;
    private final InstantSource clock;

    PlanJob(
            ModelFor models,
            Uploads uploads,
            ReadAddress addresses,
            QuoteToken quotes,
            SubmissionConfig config,
            InstantSource clock) {
        this.models = models;
        this.uploads = uploads;
        this.addresses = addresses;
        this.quotes = quotes;
        this.config = config;
        this.clock = clock;
    }

    /// Throws {@link GatewayException} where the submission cannot be made.
    AcceptingJob plan(Submission asked, JobId id) {
        if (asked.caller().suspended()) {
            throw new GatewayException(new GatewayError.Suspended());
        }
        var model = models.find(asked.caller(), asked.dialect(), asked.model());
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var deadline = now.plus(timeLimit(asked, model));
        // Once without inputs' places, so that no upload is touched for what is refused anyway.
        SpecifyJob.specify(asked, model, id, List.of(), now, deadline);
        var inputs = asked.inputs().stream().map(i -> place(asked, id, i, deadline)).toList();
        var spec = SpecifyJob.specify(asked, model, id, inputs, now, deadline);
        var terms = new Terms(asked.maxCost(), price(asked, spec));
        return new AcceptingJob(
                job(asked, model, spec),
                terms,
                asked.caller().key(),
                asked.caller().workspace(),
                asked.endUser(),
                asked.caller().plan().filesKept(),
                asked.caller().promptsKept());
    }

    private Duration timeLimit(Submission asked, Model model) {
        return Objects.requireNonNullElseGet(asked.timeLimit(), () -> usualLimit(model));
    }

    private Duration usualLimit(Model model) {
        var usual = Duration.ofSeconds((long) model.expectedSeconds() * config.expectedTimes());
        return usual.compareTo(config.shortestDeadline()) > 0 ? usual : config.shortestDeadline();
    }

    private JobSpec.Input place(Submission asked, JobId id, GivenInput input, Instant deadline) {
        var tenant = asked.caller().tenant();
        var key = StoreInputs.key(tenant, id, input.role(), asked.inputs().indexOf(input));
        return switch (input.source()) {
            case GivenInput.Source.Upload(var upload) -> uploaded(tenant, input, upload, deadline);
            case GivenInput.Source.Inline(_, var media) ->
                    new JobSpec.Input(
                            input.role(), key + "." + media.extension(), media.contentType());
            case GivenInput.Source.Clip(_, var contentType, _) ->
                    new JobSpec.Input(input.role(), key, contentType);
            case GivenInput.Source.Address(var text) ->
                    new JobSpec.Input(input.role(), key, null, addresses.read(input.field(), text));
        };
    }

    private JobSpec.Input uploaded(TenantId tenant, GivenInput input, UUID id, Instant deadline) {
        var upload =
                uploads.use(tenant, id, deadline.plus(AFTER_DEADLINE))
                        .orElseThrow(() -> invalid(input.field(), "names no upload of yours"));
        var isImage = upload.contentType().startsWith("image/");
        if (isImage == (input.role() == JobSpec.Role.VIDEO)) {
            throw invalid(
                    input.field(),
                    isImage ? "names an image, not a video" : "names a video, not an image");
        }
        return new JobSpec.Input(input.role(), upload.key(), upload.contentType());
    }

    private @Nullable PromisedPrice price(Submission asked, JobSpec spec) {
        var quote = asked.quote();
        return quote == null
                ? null
                : quotes.verify(
                        quote, asked.caller().tenant(), asked.caller().mode(), Facts.of(spec));
    }

    private static Job job(Submission asked, Model model, JobSpec spec) {
        return new Job(
                asked.dialect(),
                asked.model(),
                JobState.ACCEPTING,
                spec,
                model.expectedSeconds(),
                asked.metadata(),
                asked.ancestry(),
                null,
                null,
                null,
                null,
                null,
                false);
    }
}
