package dev.reelay.worker.provider.kie;

import dev.reelay.worker.egress.MultipartForm;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.util.Set;
import java.util.UUID;

/// kie's place for inputs, which it takes as web addresses only. Files live a day or more there.
final class KieUploads {
    /// Setting: where inputs are uploaded; without it an account with a base of its own has them
    /// there.
    static final String BASE = "upload_base_url";

    private static final String USUAL = "https://kieai.redpandaai.co";
    private static final String PATH = "/api/file-stream-upload";
    private static final int MOST_BYTES = 10 * 1024 * 1024;
    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/webp");

    private final String at;

    KieUploads(Account account) {
        var usual = account.base().isPresent() ? "" : USUAL;
        var base = account.setting(BASE).orElse(usual);
        if (!base.isEmpty() && !base.matches("https?://[\\w.:\\[\\]-]+/?")) {
            throw new InvalidAccountException(
                    "settings." + BASE, BASE + " must be a web address, as " + USUAL);
        }
        at = base.replaceAll("/$", "") + PATH;
    }

    ApiCall upload(SubmitAttempt attempt, InputFile input) {
        if (!TYPES.contains(input.contentType()) || input.bytes().length > MOST_BYTES) {
            throw new UnsupportedException(
                    "this provider takes pictures in PNG, JPEG or WebP of up to 10 MB");
        }
        // A name that is there already would be written over.
        var name =
                "%s-%s.%s"
                        .formatted(
                                attempt.id(),
                                UUID.nameUUIDFromBytes(input.bytes()),
                                input.contentType().replaceAll(".*/", ""));
        var form =
                new MultipartForm()
                        .text("uploadPath", "reelay")
                        .text("fileName", name)
                        .file("file", name, input.contentType(), input.bytes());
        return ApiCall.post(at, form);
    }
}
