package dev.reelay.worker.store;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Opens a connection to the object store as configured.
public final class S3Connection {
    private static final int CONNECTIONS = 64;

    private S3Connection() {}

    /// A client that is safe for use by many threads; the caller closes it.
    public static S3Client open(StoreConfig config) {
        var credentials = AwsBasicCredentials.create(config.accessKey(), config.secretKey());
        var builder =
                S3Client.builder()
                        .region(Region.of(config.region()))
                        .forcePathStyle(true)
                        .credentialsProvider(StaticCredentialsProvider.create(credentials))
                        // Stores other than AWS do not all know the trailing checksums.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .overrideConfiguration(c -> c.apiCallTimeout(config.callLimit()))
                        .httpClientBuilder(
                                ApacheHttpClient.builder()
                                        .maxConnections(CONNECTIONS)
                                        .socketTimeout(config.silence()));
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
