package dev.reelay.worker.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.asset.StoreAnswer.NotNow;
import dev.reelay.worker.asset.StoreAnswer.Stored;
import dev.reelay.worker.asset.StoreAnswer.Unusable;
import dev.reelay.worker.media.MakeStills;
import dev.reelay.worker.media.ProbeVideo;
import dev.reelay.worker.media.RealFfmpeg;
import dev.reelay.worker.media.TrimClip;
import dev.reelay.worker.provider.FindAnswer;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.VideoProvider;
import dev.reelay.worker.scratch.Scratch;
import dev.reelay.worker.store.S3Objects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

class StoreAssetsTest {
    @TempDir static Path folder;
    private static byte[] clip = {};

    private final S3Objects objects = WorkerParts.objects();
    private final TenantId tenant = TenantId.next();
    private final JobId job = JobId.next();

    @TempDir Path spool;

    @BeforeAll
    static void render() throws IOException {
        var file = folder.resolve("clip.mp4");
        RealFfmpeg.make(
                file,
                "-f lavfi -i testsrc=size=320x180:rate=24:duration=1 -pix_fmt yuv420p"
                        + " -movflags +faststart -f mp4");
        clip = Files.readAllBytes(file);
    }

    private StoreAssets assets(S3Objects into) {
        var probe = new ProbeVideo();
        var config =
                new AssetConfig() {
                    @Override
                    public long largest() {
                        return 100 << 20;
                    }

                    @Override
                    public int part() {
                        return 8 << 20;
                    }
                };
        var scratch = new Scratch(() -> Optional.of(spool));
        return new StoreAssets(
                into,
                probe,
                new MakeStills(RealFfmpeg.FFMPEG, probe),
                new TrimFile(probe, new TrimClip(RealFfmpeg.FFMPEG), scratch),
                config,
                scratch,
                new SimpleMeterRegistry());
    }

    /// Files on the disk, but for the lock of this process.
    private List<Path> inHand() throws IOException {
        try (var all = Files.walk(spool)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .toList();
        }
    }

    private StoreAnswer store(int epoch, InputStream stream, long length)
            throws InterruptedException {
        return assets(objects).store(errand(epoch, stream, length));
    }

    private Errand errand(int epoch, InputStream stream, long length) {
        return errand(epoch, stream, length, null);
    }

    private Errand errand(int epoch, InputStream stream, long length, @Nullable Integer most) {
        return new Errand(
                tenant, job, 0, epoch, new Delivers(stream, length), new ProviderFile("f"), most);
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private List<String> kept() {
        return objects.list("outputs/" + tenant + "/" + job + "/");
    }

    private static List<String> keys(Output asset) {
        return List.of(
                asset.key(),
                Objects.requireNonNull(asset.thumbnailKey()),
                Objects.requireNonNull(asset.spritesheetKey()));
    }

    @BeforeEach
    void nothing_is_there() {
        assertThat(kept()).isEmpty();
    }

    @Test
    void when_its_route_only_makes_longer_ones_then_what_was_ordered_is_kept() throws Exception {
        var file = folder.resolve("long.mp4");
        RealFfmpeg.make(
                file,
                "-f lavfi -i testsrc=size=320x180:rate=24:duration=4"
                        + " -f lavfi -i sine=frequency=440:duration=4 -shortest -pix_fmt yuv420p"
                        + " -f mp4");
        var whole = Files.readAllBytes(file);

        var answer = assets(objects).store(errand(1, stream(whole), whole.length, 2));

        var asset = ((Stored) answer).asset();
        assertThat(asset.durationMillis()).isBetween(1900L, 2200L);
        assertThat(asset.audio()).isTrue();
        assertThat(asset.bytes()).isLessThan(whole.length);
        try (var kept = objects.open(asset.key())) {
            assertThat(sha256(kept.readAllBytes())).isEqualTo(asset.sha256());
        }
        assertThat(inHand()).isEmpty();
    }

    @Test
    void when_the_clip_is_as_long_as_was_ordered_then_it_is_kept_as_it_is() throws Exception {
        var answer = assets(objects).store(errand(1, stream(clip), clip.length, 1));

        assertThat(((Stored) answer).asset().sha256()).isEqualTo(sha256(clip));
    }

    @Test
    void when_a_clip_comes_home_then_its_file_is_kept_and_described() throws Exception {
        var answer = store(3, stream(clip), clip.length);

        assertThat(answer).isInstanceOf(Stored.class);
        var asset = ((Stored) answer).asset();
        var folder = "outputs/" + tenant + "/" + job + "/0/3/";
        assertThat(asset)
                .isEqualTo(
                        new Output(
                                0,
                                folder + "video.mp4",
                                "video/mp4",
                                clip.length,
                                sha256(clip),
                                320,
                                180,
                                asset.durationMillis(),
                                false,
                                folder + "thumbnail.webp",
                                folder + "spritesheet.jpg"));
        assertThat(asset.durationMillis()).isCloseTo(1000, within(50L));
        try (var object = objects.open(asset.key())) {
            assertThat(object.response().contentType()).isEqualTo("video/mp4");
            assertThat(object.readAllBytes()).isEqualTo(clip);
        }
        try (var object = objects.open(folder + "thumbnail.webp")) {
            assertThat(object.response().contentType()).isEqualTo("image/webp");
        }
        try (var object = objects.open(folder + "spritesheet.jpg")) {
            assertThat(object.response().contentType()).isEqualTo("image/jpeg");
        }
        assertThat(inHand()).isEmpty();
    }

    @Test
    void when_a_file_has_several_parts_then_it_arrives_whole_with_little_memory() throws Exception {
        var padding = 30 << 20;
        var box = ByteBuffer.allocate(8).putInt(padding + 8).put("free".getBytes()).array();
        var zeros = new Zeros(padding);
        var all =
                new SequenceInputStream(new SequenceInputStream(stream(clip), stream(box)), zeros);

        var answer = store(1, all, clip.length + 8L + padding);

        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(clip);
        digest.update(box);
        digest.update(new byte[padding]);
        assertThat(((Stored) answer).asset())
                .satisfies(
                        asset -> {
                            assertThat(asset.bytes()).isEqualTo(clip.length + 8L + padding);
                            assertThat(asset.sha256()).isEqualTo(hex(digest));
                            try (var object = objects.open(asset.key())) {
                                assertThat(sha256(object.readAllBytes())).isEqualTo(asset.sha256());
                            }
                        });
    }

    @Test
    void when_it_is_no_mp4_then_it_is_unusable_and_nothing_is_kept() throws Exception {
        for (var bytes : List.of("<html>not found</html>".getBytes(), new byte[0], new byte[5])) {
            assertUnusable(store(1, stream(bytes), bytes.length));
        }
    }

    @Test
    void when_it_only_begins_like_an_mp4_then_it_is_unusable_and_nothing_is_kept()
            throws Exception {
        var start = Arrays.copyOf(clip, 900);
        assertUnusable(store(1, stream(start), -1));
    }

    @Test
    void when_it_is_larger_than_allowed_then_it_is_unusable_and_nothing_is_kept() throws Exception {
        var endless = new SequenceInputStream(stream(clip), new Zeros(200 << 20));
        assertUnusable(store(1, endless, -1));
    }

    private void assertUnusable(StoreAnswer answer) throws IOException {
        assertThat(answer).isInstanceOf(Unusable.class);
        assertThat(((Unusable) answer).failure().reason()).isEqualTo(Reason.PROVIDER_ERROR);
        assertThat(kept()).isEmpty();
        assertThat(inHand()).isEmpty();
    }

    @Test
    void when_it_is_cut_short_then_it_is_tried_again_later() throws Exception {
        assertThat(store(1, stream(clip), clip.length + 1)).isInstanceOf(NotNow.class);
        assertThat(kept()).isEmpty();
    }

    @Test
    void when_it_breaks_off_then_it_is_tried_again_later_and_no_link_is_told() throws Exception {
        var broken =
                new SequenceInputStream(
                        stream(clip),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("https://files/secret?signature=abc");
                            }
                        });
        assertThat(store(1, broken, -1)).isEqualTo(new NotNow("IOException"));
        assertThat(inHand()).isEmpty();
    }

    @Test
    void when_the_store_is_away_then_it_is_tried_again_later() throws Exception {
        var answer = assets(WorkerParts.noObjects()).store(errand(1, stream(clip), clip.length));
        assertThat(answer).isInstanceOf(NotNow.class);
    }

    @Test
    void when_a_late_bringer_discards_its_file_then_the_other_epochs_stay() throws Exception {
        var late = errand(1, stream(clip), clip.length);
        assets(objects).store(late);
        var winner = ((Stored) store(2, stream(clip), clip.length)).asset();

        assets(objects).discard(late);

        assertThat(kept()).containsExactlyInAnyOrderElementsOf(keys(winner));
    }

    @Test
    void when_an_ended_job_is_swept_then_only_its_assets_stay() throws Exception {
        store(1, stream(clip), clip.length);
        var winner = ((Stored) store(2, stream(clip), clip.length)).asset();
        objects.begin("outputs/" + tenant + "/" + job + "/0/1/video.mp4", "video/mp4");

        assets(objects).sweep(tenant, job, keys(winner));

        assertThat(kept()).containsExactlyInAnyOrderElementsOf(keys(winner));
        assertThatThrownBy(() -> objects.open("outputs/" + tenant + "/" + job + "/0/1/video.mp4"))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void when_an_upload_was_begun_twice_then_nothing_unfinished_is_left_once_it_is_complete() {
        var prefix = "outputs/" + tenant + "/" + job + "/";
        objects.begin(prefix + "0/1/video.mp4", "video/mp4"); // its answer was lost on the way
        var upload = objects.begin(prefix + "0/1/video.mp4", "video/mp4");
        upload.part(RequestBody.fromBytes(clip));

        upload.complete();

        assertThat(kept()).containsExactly(prefix + "0/1/video.mp4");
        assertThat(objects.abandonUploads(prefix)).isZero();
    }

    private static String sha256(byte[] bytes) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(bytes);
        return hex(digest);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /// So many zeros, made as they are read.
    private static final class Zeros extends InputStream {
        private int left;

        Zeros(int left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int from, int most) {
            if (left <= 0) {
                return -1;
            }
            var now = Math.min(left, most);
            Arrays.fill(into, from, from + now, (byte) 0);
            left -= now;
            return now;
        }
    }

    /// A provider that has one file to give.
    private record Delivers(InputStream stream, long length) implements VideoProvider {
        @Override
        public String name() {
            return "delivers";
        }

        @Override
        public ProviderFile.Content open(ProviderFile file) {
            return new ProviderFile.Content(stream, length);
        }

        @Override
        public SubmitAnswer submit(SubmitAttempt attempt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PollAnswer poll(ProviderTask task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FindAnswer find(SubmitAttempt attempt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cancel(ProviderTask task) {
            throw new UnsupportedOperationException();
        }
    }
}
