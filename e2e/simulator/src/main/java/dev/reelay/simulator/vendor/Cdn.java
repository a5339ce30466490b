package dev.reelay.simulator.vendor;

import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.http.Server;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Links;
import dev.reelay.simulator.task.Task;
import java.util.Map;

/// The server for the vendors' files. Links are signed and die; keys have no business here.
public final class Cdn implements Server.Handler {
    private static final String DENIED =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>AccessDenied</Code><Message>%s</Message></Error>
            """;

    private final Map<String, Vendor> vendors;

    /// @param vendors by name; may be filled later
    public Cdn(Map<String, Vendor> vendors) {
        this.vendors = vendors;
    }

    @Override
    public Answer answer(Call call) throws InterruptedException {
        var parts = call.path().split("/");
        var vendor = parts.length > 1 ? vendors.get(parts[1]) : null;
        return vendor == null
                ? denied(404, "No such file")
                : vendor.front().answer(Step.DOWNLOAD, call, () -> read(vendor, call));
    }

    private Ask read(Vendor vendor, Call call) {
        var target =
                Links.read(call.path(), call.parameter("Expires"), call.parameter("Signature"))
                        .orElseThrow(() -> refused(403, "The link is not signed"));
        var desk = vendor.wire().desk();
        if (!call.method().equals("GET")) {
            throw refused(405, "Only GET");
        }
        if (!call.header("Authorization").isEmpty() && !vendor.wire().takesKeysOnFiles()) {
            throw refused(400, "Only one auth mechanism allowed: the link has a signature");
        }
        if (target.isDead(desk.world().time().instant())) {
            throw refused(403, "Request has expired.");
        }
        var task = desk.tasks().find(target.task()).orElseThrow(() -> refused(404, "No such file"));
        return Ask.about(task.account(), task, found -> file(desk, found, target.kind()));
    }

    private static Answer file(Desk desk, Task task, String kind) throws InterruptedException {
        var clip = desk.clip(task);
        return switch (kind) {
            case "mp4" -> Answer.file("video/mp4", clip);
            case "webp" -> Answer.file("image/webp", desk.world().clips().still(clip, kind));
            case "png" -> Answer.file("image/png", desk.world().clips().still(clip, kind));
            default -> Answer.file("image/jpeg", desk.world().clips().still(clip, "jpg"));
        };
    }

    /// The answer for a link whose time is over.
    static Answer dead() {
        return denied(403, "Request has expired.");
    }

    private static Answer denied(int status, String why) {
        return Answer.text(status, "application/xml", DENIED.formatted(why));
    }

    private static Refused refused(int status, String why) {
        return new Refused(denied(status, why), why);
    }
}
