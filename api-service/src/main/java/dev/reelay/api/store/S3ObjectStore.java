package dev.reelay.api.store;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The store over the S3 protocol. The client is made at first use, so that it does not slow the
/// start.
@Singleton
final class S3ObjectStore implements ObjectStore {
    private final StoreConfig config;
    private volatile @Nullable S3Client client;

    S3ObjectStore(StoreConfig config) {
        this.config = config;
    }

    private S3Client client() {
        var present = client;
        return present == null ? open() : present;
    }

    private synchronized S3Client open() {
        if (client == null) {
            client = connect(config);
        }
        return client;
    }

    private static S3Client connect(StoreConfig config) {
        var builder =
                S3Client.builder()
                        .region(Region.of(config.region()))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                config.accessKey(), config.secretKey())))
                        .forcePathStyle(true)
                        // Other stores than AWS do not know the newer checksums.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .httpClientBuilder(
                                ApacheHttpClient.builder()
                                        .maxConnections(config.connections())
                                        .socketTimeout(config.silenceLimit()));
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    void stop(@Observes ShutdownEvent event) {
        var open = client;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void put(String key, Path file, String contentType) {
        ask(
                () ->
                        client().putObject(
                                        request ->
                                                request.bucket(config.bucket())
                                                        .key(key)
                                                        .contentType(contentType),
                                        RequestBody.fromFile(file)));
    }

    @Override
    public Optional<StoredFile> open(String key, @Nullable Piece piece) {
        var request = GetObjectRequest.builder().bucket(config.bucket()).key(key);
        if (piece != null) {
            request.range("bytes=" + piece.first() + "-" + piece.last());
        }
        return find(() -> new StoredFile(client().getObject(request.build())));
    }

    @Override
    public Optional<Head> head(String key) {
        return find(
                () -> {
                    var head =
                            client().headObject(
                                            request -> request.bucket(config.bucket()).key(key));
                    return new Head(head.contentLength(), head.eTag());
                });
    }

    @Override
    public void copy(String from, String to) {
        ask(
                () ->
                        client().copyObject(
                                        request ->
                                                request.sourceBucket(config.bucket())
                                                        .sourceKey(from)
                                                        .destinationBucket(config.bucket())
                                                        .destinationKey(to)));
    }

    @Override
    public List<String> list(String prefix) {
        return ask(
                () ->
                        client()
                                .listObjectsV2(
                                        request -> request.bucket(config.bucket()).prefix(prefix))
                                .contents()
                                .stream()
                                .map(S3Object::key)
                                .toList());
    }

    @Override
    public void delete(List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        var ids = keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
        var answer =
                ask(
                        () ->
                                client().deleteObjects(
                                                request ->
                                                        request.bucket(config.bucket())
                                                                .delete(
                                                                        d ->
                                                                                d.objects(ids)
                                                                                        .quiet(
                                                                                                true))));
        if (answer.hasErrors() && !answer.errors().isEmpty()) {
            throw new StoreAwayException(
                    new IllegalStateException("objects not deleted: " + answer.errors().size()));
        }
    }

    private static <T> Optional<T> find(Supplier<T> call) {
        return ask(
                () -> {
                    try {
                        return Optional.of(call.get());
                    } catch (NoSuchKeyException e) {
                        return Optional.empty();
                    }
                });
    }

    private static <T> T ask(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new StoreAwayException(e);
        }
    }
}
