package dev.reelay.parts;

/// How a client reaches the bucket. Path style.
public record S3Access(
        String endpoint, String region, String bucket, String accessKey, String secretKey) {
    @Override
    public String toString() {
        return "S3Access[" + endpoint + "/" + bucket + "]";
    }
}
