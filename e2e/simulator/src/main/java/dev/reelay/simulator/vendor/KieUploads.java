package dev.reelay.simulator.vendor;

import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.http.Multipart;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.task.Account;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;

/// kie's files, which clients upload to name them in tasks; on kie's own port. The last hundred are
/// kept.
final class KieUploads {
    private static final int KEPT = 100;

    private final Map<Long, Multipart.Part> files = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final Desk desk;

    KieUploads(Desk desk) {
        this.desk = desk;
    }

    Ask take(Account account, Call call) {
        var parts = Multipart.read(call);
        if (parts == null || parts.stream().noneMatch(part -> part.name().equals("uploadPath"))) {
            throw Kie.wrong("uploadPath", "is required");
        }
        var file =
                parts.stream()
                        .filter(part -> part.name().equals("file") && part.file() != null)
                        .findFirst()
                        .orElseThrow(() -> Kie.wrong("file", "is required"));
        return Ask.plain(account, () -> kept(file, call));
    }

    private Answer kept(Multipart.Part file, Call call) {
        var number = count.incrementAndGet();
        files.put(number, file);
        files.remove(number - KEPT);
        var url = "http://%s/uploads/%x".formatted(call.header("Host"), number);
        return Answer.json(
                Json.of(
                        "success",
                        true,
                        "code",
                        200,
                        "msg",
                        "File uploaded successfully",
                        "data",
                        Json.of(
                                "downloadUrl",
                                url,
                                "fileSize",
                                file.content().length,
                                "mimeType",
                                file.type())));
    }

    Ask file(Call call, Matcher path) {
        var file = files.get(Long.parseLong(path.group(1), 16));
        if (file == null) {
            throw new Refused(Answer.text(404, "text/plain", "No such file"), "no such file");
        }
        return Ask.plain(
                desk.accounts().first(),
                () -> Answer.of(200, Map.of("Content-Type", file.type()), file.content()));
    }
}
