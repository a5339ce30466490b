/// Object storage, the only place that knows the S3 client.
@NullMarked
package dev.reelay.api.store;

import org.jspecify.annotations.NullMarked;
