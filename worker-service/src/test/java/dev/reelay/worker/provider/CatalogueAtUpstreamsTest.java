package dev.reelay.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.CatalogueLoader;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.simulator.rule.Rule;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/// Every model of the project's own catalogue can be had, as it is when a client says nothing but
/// its name.
class CatalogueAtUpstreamsTest {
    private static final String OURS = "sandbox";
    private static final Catalogue CATALOGUE =
            new CatalogueLoader().load(Path.of(System.getProperty("reelay.catalogue.path")));

    private static SimulatedUpstreams upstreams;

    @BeforeAll
    static void start() {
        upstreams = SimulatedUpstreams.withStore();
        upstreams.simulator().rules().add(Rule.concurrency(1000));
    }

    @AfterAll
    static void stop() {
        upstreams.close();
    }

    static Stream<String> models() {
        return CATALOGUE.models().stream()
                .filter(model -> model.routes().stream().noneMatch(r -> r.provider().equals(OURS)))
                .map(Model::id);
    }

    @ParameterizedTest
    @MethodSource("models")
    void when_a_model_is_asked_for_then_a_provider_takes_it(String id) throws IOException {
        var model = CATALOGUE.model(id).orElseThrow();
        SubmitAnswer answer = new SubmitAnswer.NotSent("no route", null);
        for (var route : model.routes()) {
            if (!(answer instanceof Accepted)) {
                answer = submit(model, route);
            }
        }
        assertThat(answer).isInstanceOf(Accepted.class);
    }

    private static SubmitAnswer submit(Model model, Model.Route route) throws IOException {
        var defaults = model.defaults();
        var size = defaults.resolution().frame(defaults.aspectRatio());
        var seconds =
                route.renders().stream()
                        .filter(length -> length >= defaults.duration())
                        .min(Comparator.naturalOrder())
                        .orElse(defaults.duration());
        var asked =
                Attempts.of("[simulator render=10m] a kite " + UUID.randomUUID())
                        .model(route.model())
                        .seconds(seconds)
                        .tier(defaults.resolution().word(), defaults.aspectRatio().toString())
                        .size(size.width(), size.height());
        if (defaults.audio()) {
            asked.audio();
        }
        var upstream = UpstreamCase.of(route.provider(), route.model(), seconds, "720p");
        if (route.provider().equals("google")) {
            upstream = upstream.with("bucket", "gs://dummy-bucket/clips");
        }
        return upstreams.open(upstream).submit(withInputs(model, asked).attempt());
    }

    /// With as little as the model makes a clip from.
    private static Attempts withInputs(Model model, Attempts asked) throws IOException {
        if (model.modes().contains(Mode.TEXT)) {
            return asked.mode(Mode.TEXT);
        }
        var spec = asked.attempt().spec();
        var picture = stored(spec.width(), spec.height());
        if (model.modes().contains(Mode.IMAGE)) {
            return asked.picture(Mode.IMAGE, Role.FIRST_FRAME, picture);
        }
        return model.modes().contains(Mode.FRAMES)
                ? asked.picture(Mode.FRAMES, Role.FIRST_FRAME, picture)
                        .picture(Mode.FRAMES, Role.LAST_FRAME, picture)
                : asked.picture(Mode.REFERENCE, Role.REFERENCE, picture);
    }

    private static String stored(int width, int height) throws IOException {
        var key = "inputs/" + UUID.randomUUID();
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        WorkerParts.objects().put(key, RequestBody.fromBytes(bytes.toByteArray()), "image/png");
        return key;
    }
}
