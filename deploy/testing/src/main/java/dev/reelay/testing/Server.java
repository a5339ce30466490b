package dev.reelay.testing;

/// What a test can ask for.
public enum Server {
    POSTGRES,
    KAFKA,
    S3
}
