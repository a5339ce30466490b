package dev.reelay.worker.provider.api;

import dev.reelay.worker.egress.EgressAnswer;
import dev.reelay.worker.egress.EgressAnswer.Answered;
import dev.reelay.worker.egress.EgressAnswer.Nothing;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.NotSent;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import dev.reelay.worker.provider.SubmitAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Brings inputs to an upstream that does not take them inside a submit. Nothing is billed for
/// that: whatever goes wrong, nothing was sent.
final class UploadInputs {
    private static final String NOT_TAKEN = "the provider did not take an input";

    private final ProviderApi api;
    private final Function<ApiCall, EgressAnswer> calls;

    UploadInputs(ProviderApi api, Function<ApiCall, EgressAnswer> calls) {
        this.api = api;
        this.calls = calls;
    }

    /// The inputs, those that had to be uploaded with their place. What the upstream cannot make is
    /// refused before any is.
    List<InputFile> bring(SubmitAttempt attempt, List<InputFile> inputs)
            throws NotUploadedException {
        if (inputs.stream().noneMatch(input -> api.upload(attempt, input).isPresent())) {
            return inputs;
        }
        api.submit(attempt, inputs); // throws where it cannot be made
        var all = new ArrayList<InputFile>();
        for (var input : inputs) {
            var call = api.upload(attempt, input);
            all.add(call.isEmpty() ? input : input.at(place(attempt, call.get())));
        }
        return all;
    }

    private String place(SubmitAttempt attempt, ApiCall call) throws NotUploadedException {
        return switch (calls.apply(call)) {
            case Answered answered -> {
                var answer = ApiAnswer.of(answered);
                var place = api.uploaded(answer);
                if (place.isEmpty()) {
                    throw new NotUploadedException(refusal(attempt, answer));
                }
                yield place.get();
            }
            case Nothing nothing ->
                    throw new NotUploadedException(new NotSent(nothing.why(), null));
        };
    }

    private SubmitAnswer refusal(SubmitAttempt attempt, ApiAnswer answer) {
        return switch (api.submitted(attempt, answer)) {
            case Accepted _, Unknown _ -> new NotSent(NOT_TAKEN, answer.retryAfter().orElse(null));
            case SubmitAnswer no -> no;
        };
    }
}
