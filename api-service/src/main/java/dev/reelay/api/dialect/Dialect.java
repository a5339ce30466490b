package dev.reelay.api.dialect;

import dev.reelay.api.body.Body;
import dev.reelay.api.error.ErrorWording;
import dev.reelay.api.job.Job;
import dev.reelay.api.submission.Submission;

/// One public API that we speak: how it says a submission, a job and an error, and nothing else. A
/// dialect's own resources call it; nobody else knows its words.
public interface Dialect extends ErrorWording {
    /// The name that jobs are stored under and that the catalogue's aliases use.
    String id();

    /// Reads a submission; throws {@link dev.reelay.api.error.GatewayException} for what is not
    /// one. Whether a model can make it is not judged here.
    Submission submission(Call call, Body body);

    /// A job as this API shows it, to be written as JSON.
    Object job(Job job);
}
