package dev.reelay.worker.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The bucket of this installation. Calls block and throw `SdkException` where the store fails or
/// refuses; `NoSuchKeyException` where an object is not there.
@ApplicationScoped
public class S3Objects {
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

    private final S3Client s3;
    private final String bucket;

    public S3Objects(S3Client s3, StoreConfig config) {
        this.s3 = s3;
        this.bucket = config.bucket();
    }

    @Produces
    @ApplicationScoped
    static S3Client client(StoreConfig config) {
        return S3Connection.open(config);
    }

    static void close(@Disposes S3Client s3) {
        s3.close();
    }

    /// Asks the bucket for a sign of life, for two seconds at most. Throws as every call here does.
    public void check() {
        s3.headBucket(
                r -> r.bucket(bucket).overrideConfiguration(c -> c.apiCallTimeout(SIGN_OF_LIFE)));
    }

    /// Writes a whole file; what stood under the key is replaced.
    public void put(String key, Path file, String contentType) {
        put(key, RequestBody.fromFile(file), contentType);
    }

    /// Writes a body; what stood under the key is replaced.
    public void put(String key, RequestBody body, String contentType) {
        s3.putObject(r -> r.bucket(bucket).key(key).contentType(contentType), body);
    }

    /// Opens an object; the caller closes it.
    public ResponseInputStream<GetObjectResponse> open(String key) {
        return s3.getObject(r -> r.bucket(bucket).key(key));
    }

    /// Copies an object into a file that does not exist yet.
    public void fetch(String key, Path to) {
        s3.getObject(r -> r.bucket(bucket).key(key), to);
    }

    /// Keys below a prefix.
    public List<String> list(String prefix) {
        var all = ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build();
        return s3.listObjectsV2Paginator(all).contents().stream().map(S3Object::key).toList();
    }

    /// Removes objects; a key without an object is no error.
    public void delete(List<String> keys) {
        for (var from = 0; from < keys.size(); from += 1000) {
            var batch = keys.subList(from, Math.min(keys.size(), from + 1000));
            var ids = batch.stream().map(k -> ObjectIdentifier.builder().key(k).build()).toList();
            var delete = Delete.builder().objects(ids).quiet(true).build();
            s3.deleteObjects(r -> r.bucket(bucket).delete(delete));
        }
    }

    /// Begins an object that is written part by part and seen only once it is complete.
    public Upload begin(String key, String contentType) {
        var id =
                s3.createMultipartUpload(r -> r.bucket(bucket).key(key).contentType(contentType))
                        .uploadId();
        return new Upload(key, id);
    }

    /// Drops every unfinished upload below a prefix; answers how many there were.
    public int abandonUploads(String prefix) {
        var unfinished = unfinished(prefix);
        unfinished.forEach(Upload::abandon);
        return unfinished.size();
    }

    private List<Upload> unfinished(String prefix) {
        return s3.listMultipartUploads(r -> r.bucket(bucket).prefix(prefix)).uploads().stream()
                .map(u -> new Upload(u.key(), u.uploadId()))
                .toList();
    }

    /// An object in the making. Parts are written in order, each but the last of at least 5 MB.
    public final class Upload {
        private final String key;
        private final String id;
        private final List<CompletedPart> parts = new ArrayList<>();

        private Upload(String key, String id) {
            this.key = key;
            this.id = id;
        }

        public void part(RequestBody body) {
            var number = parts.size() + 1;
            var tag =
                    s3.uploadPart(
                                    r -> r.bucket(bucket).key(key).uploadId(id).partNumber(number),
                                    body)
                            .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }

        /// Makes the object seen, and drops what else was begun under its key: where the answer to
        /// a begin is lost, the client begins again, and nobody knows the first one's id.
        public void complete() {
            unfinished(key).stream().filter(other -> !other.id.equals(id)).forEach(Upload::abandon);
            s3.completeMultipartUpload(
                    r ->
                            r.bucket(bucket)
                                    .key(key)
                                    .uploadId(id)
                                    .multipartUpload(m -> m.parts(parts)));
        }

        /// Gives up; answers what the store said if it would not even do that.
        public @Nullable SdkException abandon() {
            try {
                s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(id));
                return null;
            } catch (SdkException e) {
                return e;
            }
        }
    }
}
