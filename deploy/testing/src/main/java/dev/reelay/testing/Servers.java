package dev.reelay.testing;

import dev.reelay.parts.PostgresDatabase;
import dev.reelay.parts.S3Access;
import java.util.Map;

/// One set of servers that all tests of this JVM share. Each is started by the first who asks.
sealed interface Servers permits EmbeddedServers, ContainerServers {
    /// The database of this name, with a role that owns it.
    PostgresDatabase postgres(String database);

    /// Client settings of the broker.
    Map<String, String> kafka();

    /// A bucket.
    S3Access s3();

    /// Takes a started server away.
    Outage outage(Server server);
}
