package dev.reelay.api.dialect;

import dev.reelay.api.body.Body;
import dev.reelay.api.error.ErrorWording;
import dev.reelay.api.job.Job;
import dev.reelay.api.key.Caller;
import dev.reelay.api.request.Address;
import dev.reelay.api.submission.Submission;
import dev.reelay.common.catalogue.Catalogue;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One public API that we speak: where it is found, and how it says a submission, a job and an
/// error, and nothing else. A dialect's own resources call it; nobody else knows its words.
public interface Dialect extends ErrorWording {
    /// The name that jobs are stored under, that the catalogue's aliases use and that a key can
    /// have as its default.
    String id();

    /// What a base URL of this dialect begins with, e.g. `/newapi`. Under it nothing is guessed.
    default List<String> prefixes() {
        return List.of(root());
    }

    /// Where its resources are; a path that leads here has its prefix replaced by this.
    String root();

    /// Whether a path without a prefix can only be meant for this dialect.
    boolean isOwn(String path);

    /// Whether a key of this dialect means it at a path that others have too.
    default boolean shares(String path) {
        return false;
    }

    @Override
    default boolean owns(String path) {
        return Address.isUnder(root(), path);
    }

    /// How surely a body at a path that others have too is meant for this dialect, where neither
    /// prefix nor key say so; the surest has it. 0 where nothing speaks for it.
    default int claim(String path, Body body) {
        return 0;
    }

    /// Throws {@link dev.reelay.api.error.GatewayException} for a caller for whom there is nothing
    /// here, whatever the body says. Asked before it is read.
    default void admit(Caller caller) {}

    /// Reads a submission; throws {@link dev.reelay.api.error.GatewayException} for what is not
    /// one. Whether a model can make it is not judged here.
    Submission submission(Call call, Body body);

    /// What a tenant's address is posted at the end of a job, to be written as JSON.
    ///
    /// @param key by which a receiver knows repeats
    record Callback(Object body, String key) {}

    /// This API's own message to a tenant's address; empty where it posts the native one.
    ///
    /// @param job as it is after its end
    default Optional<Callback> callback(Job job, Instant at) {
        return Optional.empty();
    }

    /// The models that this API's clients can name, as it lists them.
    ///
    /// @param asked the query
    default Object models(Catalogue catalogue, MultivaluedMap<String, String> asked) {
        return ModelList.of(catalogue, id());
    }

    /// How long after a job's end its files are served to whoever has their links; empty where a
    /// key is needed. The links of such an API have a {@link TaskId}.
    default Optional<Duration> linkLife() {
        return Optional.empty();
    }

    /// The answer to a submission that was accepted. An API whose clients wait answers at the job's
    /// end.
    Response.ResponseBuilder accepted(Job job, Call call, Address address);
}
