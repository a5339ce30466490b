package dev.reelay.testing;

/// A time in which a server is away. Closing it brings the server back, with its data and its
/// address.
@FunctionalInterface
public interface Outage extends AutoCloseable {
    @Override
    void close();
}
