/// Webhooks: worker-service keeps a tenant's endpoints, secrets and deliveries; this is how it is
/// asked for them.
@NullMarked
package dev.reelay.api.webhook;

import org.jspecify.annotations.NullMarked;
