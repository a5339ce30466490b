/// PostgreSQL, Kafka and an S3 server as processes of their own: started, found again, stopped.
@NullMarked
package dev.reelay.parts;

import org.jspecify.annotations.NullMarked;
