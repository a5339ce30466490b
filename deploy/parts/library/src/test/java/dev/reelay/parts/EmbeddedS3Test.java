package dev.reelay.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class EmbeddedS3Test extends PartContract<EmbeddedS3> {
    private static final String KEY = "outputs/tenant/job/word.txt";

    @Override
    EmbeddedS3 part(Path folder, Path log, Secrets secrets, int port) {
        return new EmbeddedS3(PartsHome.find(), folder, log, secrets, port, "reelay");
    }

    @Override
    void write(EmbeddedS3 part) {
        try (var s3 = client(part.access(), part.access().secretKey())) {
            s3.putObject(r -> r.bucket("reelay").key(KEY), RequestBody.fromString(WORD));
        }
    }

    @Override
    String read(EmbeddedS3 part) {
        return read(part, part.access().secretKey());
    }

    @Override
    void readWithWrongPassword(EmbeddedS3 part) {
        read(part, "guess");
    }

    @Override
    boolean refusal(Throwable failure) {
        return failure instanceof S3Exception s3 && s3.statusCode() == 403;
    }

    @Test
    void when_a_range_is_asked_then_only_that_comes() {
        try (var s3 = client(part().access(), part().access().secretKey())) {
            var some = s3.getObjectAsBytes(r -> r.bucket("reelay").key(KEY).range("bytes=4-7"));
            assertThat(some.asUtf8String()).isEqualTo("kite");
        }
    }

    @Test
    void when_a_file_is_bigger_than_the_heap_then_it_is_stored() {
        var bytes = 200L << 20;
        try (var s3 = client(part().access(), part().access().secretKey())) {
            s3.putObject(
                    r -> r.bucket("reelay").key("big").contentLength(bytes),
                    RequestBody.fromContentProvider(() -> new Zeros(bytes), bytes, "video/mp4"));
            assertThat(s3.headObject(r -> r.bucket("reelay").key("big")).contentLength())
                    .isEqualTo(bytes);
        }
    }

    /// So many zero bytes.
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            var count = (int) Math.min(length, left);
            Arrays.fill(into, from, from + count, (byte) 0);
            left -= count;
            return count;
        }
    }

    @Test
    void when_nobody_signs_then_neither_the_list_nor_a_file_is_shown() throws Exception {
        assertThat(anonymous("")).isEqualTo(403);
        assertThat(anonymous("/" + KEY)).isEqualTo(403);
    }

    private int anonymous(String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var ask = URI.create(part().access().endpoint() + "/reelay" + path);
            return http.send(
                            HttpRequest.newBuilder(ask).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static String read(EmbeddedS3 part, String secret) {
        try (var s3 = client(part.access(), secret)) {
            return s3.getObjectAsBytes(r -> r.bucket("reelay").key(KEY)).asUtf8String();
        }
    }

    private static S3Client client(S3Access access, String secret) {
        return S3Client.builder()
                .endpointOverride(URI.create(access.endpoint()))
                .region(Region.of(access.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(access.accessKey(), secret)))
                .httpClient(UrlConnectionHttpClient.create())
                .forcePathStyle(true)
                .build();
    }
}
