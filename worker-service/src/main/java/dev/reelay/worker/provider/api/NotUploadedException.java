package dev.reelay.worker.provider.api;

import dev.reelay.worker.provider.SubmitAnswer;
import java.io.Serial;

/// An upstream did not take an input, so that nothing was submitted.
final class NotUploadedException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final transient SubmitAnswer answer;

    NotUploadedException(SubmitAnswer answer) {
        super("an input was not uploaded");
        this.answer = answer;
    }

    /// What that means for the submit.
    SubmitAnswer answer() {
        return answer;
    }
}
