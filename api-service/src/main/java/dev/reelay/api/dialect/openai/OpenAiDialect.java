package dev.reelay.api.dialect.openai;

import dev.reelay.api.body.Body;
import dev.reelay.api.callback.ReadCallback;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.dialect.Dialect;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.job.Job;
import dev.reelay.api.queue.QueuePlaces;
import dev.reelay.api.request.Address;
import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.submission.Submission;
import dev.reelay.api.waiting.AwaitEnd;
import dev.reelay.api.waiting.Preference;
import dev.reelay.api.waiting.WaitingConfig;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Model;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/// OpenAI's Videos API with our additions. It is the native one: its routes have no prefix.
@Singleton
public final class OpenAiDialect implements Dialect {
    static final String ID = "openai";
    private static final String PREFIX = "/openai";
    private static final String POLL_AFTER = "openai-poll-after-ms";
    private static final int QUICK_SECONDS = 10;
    private static final int QUICK_POLL_MILLIS = 1000;
    private static final int POLL_MILLIS = 5000;

    private final PublicConfig config;
    private final ReadCallback callbacks;
    private final Catalogue catalogue;
    private final AwaitEnd waits;
    private final WaitingConfig waiting;
    private final QueuePlaces queue;

    OpenAiDialect(
            PublicConfig config,
            ReadCallback callbacks,
            Catalogue catalogue,
            AwaitEnd waits,
            WaitingConfig waiting,
            QueuePlaces queue) {
        this.config = config;
        this.callbacks = callbacks;
        this.catalogue = catalogue;
        this.waits = waits;
        this.waiting = waiting;
        this.queue = queue;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<String> prefixes() {
        return List.of(PREFIX);
    }

    @Override
    public String root() {
        return "";
    }

    @Override
    public boolean isOwn(String path) {
        return false;
    }

    @Override
    public boolean shares(String path) {
        return true;
    }

    /// Also of what belongs to no dialect.
    @Override
    public boolean owns(String path) {
        return Stream.of("/v1", PREFIX, "/content", "/inputs", "/payments")
                .anyMatch(root -> Address.isUnder(root, path));
    }

    @Override
    public Submission submission(Call call, Body body) {
        return OpenAiSubmission.read(call, body, callbacks);
    }

    OpenAiVideo job(Job job, Address address) {
        return OpenAiVideo.of(job, queue.of(job), base(address));
    }

    private String base(Address address) {
        return config.base() + address.prefix();
    }

    /// Without a place in the queue: a repeat answers as the first did, when there was none yet.
    @Override
    public Response.ResponseBuilder accepted(Job job, Call call, Address address) {
        return Preference.wait(call.prefer())
                .filter(_ -> waits.hasRoom())
                .map(wait -> atItsEnd(job, shorter(wait, waiting.preferred()), address))
                .orElseGet(() -> answer(job, OpenAiVideo.of(job, null, base(address))));
    }

    /// Accepted, and not more, where the client's time is over first.
    private Response.ResponseBuilder atItsEnd(Job job, Duration most, Address address) {
        var now = waits.end(job, most);
        return answer(now, address)
                .status(now.state().ended() ? Response.Status.OK : Response.Status.ACCEPTED)
                .header("Preference-Applied", "wait=" + most.toSeconds());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    Response.ResponseBuilder answer(Job job, Address address) {
        return answer(job, job(job, address));
    }

    private Response.ResponseBuilder answer(Job job, OpenAiVideo video) {
        var answer = Response.ok(video);
        catalogue
                .model(job.spec().model())
                .map(Model::retired)
                .ifPresent(retired -> tellRetired(answer, retired));
        if (!job.state().ended()) {
            answer.header(
                    POLL_AFTER,
                    job.expectedSeconds() <= QUICK_SECONDS ? QUICK_POLL_MILLIS : POLL_MILLIS);
        }
        return answer;
    }

    /// RFC 9745 and RFC 8594: since when the model is only made by its successors.
    private static void tellRetired(Response.ResponseBuilder answer, LocalDate retired) {
        var since = retired.atStartOfDay(ZoneOffset.UTC);
        answer.header("Deprecation", "@" + since.toEpochSecond())
                .header("Sunset", DateTimeFormatter.RFC_1123_DATE_TIME.format(since));
    }

    @Override
    public Response word(GatewayError error) {
        return OpenAiErrors.word(error);
    }
}
