package dev.reelay.api.dialect.openrouter;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.body.Given;
import dev.reelay.api.body.Spool;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.submission.GivenInput;
import dev.reelay.api.submission.ReadInput;
import dev.reelay.common.event.JobSpec.Role;
import java.util.ArrayList;
import java.util.List;

/// `frame_images` and `input_references`. Where both are there the frames count.
final class OpenRouterInputs {
    private static final int MOST = 10;
    private static final String HTTPS = "https:";
    private static final String FRAMES = "frame_images";
    private static final String REFERENCES = "input_references";

    private final Fields fields;
    private final ReadInput read;

    OpenRouterInputs(Fields fields, Spool spool) {
        this.fields = fields;
        read = new ReadInput(spool);
    }

    List<GivenInput> read() {
        var frames = new ArrayList<GivenInput>();
        for (var given : list(FRAMES)) {
            var frame = frame(given);
            if (frames.stream().anyMatch(f -> f.role() == frame.role())) {
                throw invalid(FRAMES, "has two images of one frame_type");
            }
            frames.add(frame);
        }
        if (!frames.isEmpty()) {
            return frames;
        }
        return list(REFERENCES).stream()
                .map(given -> input(REFERENCES, Role.REFERENCE, members(REFERENCES, given)))
                .toList();
    }

    private List<Given> list(String name) {
        var list = fields.givenList(name);
        if (list.size() > MOST) {
            throw invalid(name, "has more than " + MOST + " images");
        }
        return list;
    }

    private GivenInput frame(Given given) {
        var members = members(FRAMES, given);
        var type = members.text("frame_type");
        return switch (type) {
            case "first_frame" -> input(FRAMES, Role.FIRST_FRAME, members);
            case "last_frame" -> input(FRAMES, Role.LAST_FRAME, members);
            case null -> throw missing(FRAMES + ".frame_type");
            default -> throw invalid(FRAMES + ".frame_type", "must be first_frame or last_frame");
        };
    }

    private static Fields members(String name, Given given) {
        if (given instanceof Given.Members(var members)) {
            return members;
        }
        throw invalid(name, "must be a list of objects");
    }

    private GivenInput input(String name, Role role, Fields members) {
        var type = members.text("type");
        if (type == null) {
            throw missing(name + ".type");
        }
        if (!type.equals("image_url")) {
            throw invalid(name + ".type", "must be image_url");
        }
        var image = members.object("image_url");
        var url = image == null ? null : image.given("url");
        if (url == null) {
            throw missing(name + ".image_url.url");
        }
        return httpsOnly(read.read(name, role, url));
    }

    /// Always https here, also where an installation allows more.
    private static GivenInput httpsOnly(GivenInput input) {
        if (input.source() instanceof GivenInput.Source.Address(var text)
                && !text.regionMatches(true, 0, HTTPS, 0, HTTPS.length())) {
            throw invalid(input.field(), "must be an https address");
        }
        return input;
    }

    private static GatewayException missing(String field) {
        return new GatewayException(new GatewayError.MissingField(field));
    }
}
