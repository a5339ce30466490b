package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.JobReport.Output;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// A file larger than the heap goes through it, however slowly the client reads.
@QuarkusTest
class LargeContentTest {
    private static final int PART = 64 * 1024 * 1024;
    private static final int PARTS = 16;
    private static final long SIZE = (long) PART * PARTS;
    private static final long MEGABYTE = 1024 * 1024;
    private static final long HALT_EVERY = 128 * MEGABYTE;
    private static final long FLAT = 24 * MEGABYTE;
    private static final int RECEIVED_AHEAD = 64 * 1024;

    @Test
    void when_a_gigabyte_is_downloaded_slowly_then_the_heap_stays_flat() throws Exception {
        var tenant = TestTenant.rich();
        var video = tenant.job();
        var key = "outputs/%s/%s/0/1/video.mp4".formatted(tenant.id(), Ids.job(video));
        upload(key);
        try (var worker = new Worker()) {
            worker.completed(
                    tenant,
                    video,
                    new Output(
                            0,
                            key,
                            "video/mp4",
                            SIZE,
                            "0".repeat(64),
                            720,
                            1280,
                            4000,
                            false,
                            null,
                            null));
        }
        Awaitility.await().until(() -> tenant.video(video).path("status"), "completed"::equals);

        // The store's client is made at first use and stays; that is no growth.
        tenant.live().header("Range", "bytes=0-9").get("/v1/videos/" + video + "/content");
        var before = used();
        var highest = download(tenant, video);
        var after = used();
        System.out.printf(
                "1 GB through /content: heap %d MB before, at most %d MB in it, %d MB after%n",
                before / MEGABYTE, highest / MEGABYTE, after / MEGABYTE);
        assertThat(highest - before).isLessThan(FLAT);
        assertThat(after - before).isLessThan(FLAT);
    }

    /// Reads everything, and now and then stops to look at the heap while the server would go on. A
    /// plain socket, because the JDK's client runs in the same heap and queues there what the test
    /// has not read yet: with it up to 160 MB more were seen, without it 10.
    private static long download(TestTenant tenant, String video) throws IOException {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(RECEIVED_AHEAD);
            socket.connect(new InetSocketAddress("localhost", RestAssured.port));
            socket.getOutputStream()
                    .write(
                            ("GET /v1/videos/%s/content HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Authorization: Bearer %s\r\n\r\n")
                                    .formatted(video, tenant.liveKey())
                                    .getBytes(StandardCharsets.US_ASCII));
            var content = socket.getInputStream();
            assertThat(head(content)).startsWith("HTTP/1.1 200").contains(String.valueOf(SIZE));
            return readAll(content);
        }
    }

    private static String head(InputStream content) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) content.read());
        }
        return head.toString();
    }

    private static long readAll(InputStream content) throws IOException {
        var piece = new byte[256 * 1024];
        long read = 0;
        long next = MEGABYTE;
        long highest = 0;
        while (read < SIZE) {
            var count = content.read(piece);
            assertThat(count).isPositive();
            read += count;
            if (read >= next) {
                next += HALT_EVERY;
                highest = Math.max(highest, used());
            }
        }
        return highest;
    }

    /// What is in use once everything that can be collected is; it takes long enough for a server
    /// that does not wait for its client to fill the heap.
    private static long used() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static void upload(String key) {
        var bucket = config("bucket");
        try (var s3 = client()) {
            var upload = s3.createMultipartUpload(r -> r.bucket(bucket).key(key)).uploadId();
            var parts = new ArrayList<CompletedPart>();
            for (var i = 1; i <= PARTS; i++) {
                var number = i;
                var etag =
                        s3.uploadPart(
                                        r ->
                                                r.bucket(bucket)
                                                        .key(key)
                                                        .uploadId(upload)
                                                        .partNumber(number),
                                        RequestBody.fromContentProvider(
                                                Zeros::new, PART, "video/mp4"))
                                .eTag();
                parts.add(CompletedPart.builder().partNumber(i).eTag(etag).build());
            }
            s3.completeMultipartUpload(
                    r ->
                            r.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .multipartUpload(m -> m.parts(parts)));
        }
    }

    private static S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create(config("endpoint")))
                .region(Region.of(config("region")))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        config("access-key"), config("secret-key"))))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue("reelay.store." + name, String.class);
    }

    /// A part without bytes in memory.
    private static final class Zeros extends InputStream {
        private int left = PART;

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            var count = Math.min(left, length);
            left -= count;
            return count;
        }
    }
}
