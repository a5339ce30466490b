package dev.reelay.e2e.crash;

import dev.reelay.e2e.StoreClient;
import dev.reelay.parts.S3Access;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.S3Client;

/// What is in the object store.
final class Bucket implements AutoCloseable {
    /// An object as it is stored.
    record Stored(long bytes, String contentType, String sha256) {}

    private final S3Client client;
    private final String bucket;
    private final Map<String, Stored> read = new ConcurrentHashMap<>();

    Bucket(S3Access access) {
        bucket = access.bucket();
        client = StoreClient.open(access);
    }

    /// Every object, by its key. An object that was read before is not read again.
    Map<String, Stored> all() {
        var all = new TreeMap<String, Stored>();
        client.listObjectsV2Paginator(r -> r.bucket(bucket)).contents().stream()
                .map(object -> object.key())
                .parallel()
                .map(key -> Map.entry(key, read.computeIfAbsent(key, this::read)))
                .sequential()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }

    private Stored read(String key) {
        var object = client.getObjectAsBytes(r -> r.bucket(bucket).key(key));
        var bytes = object.asByteArray();
        return new Stored(bytes.length, object.response().contentType(), sha256(bytes));
    }

    /// How many multipart uploads were begun and neither completed nor dropped.
    int unfinishedUploads() {
        return client.listMultipartUploads(r -> r.bucket(bucket)).uploads().size();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
