/// Upstreams that are called over HTTP. What one is sent and what its answers mean are pure
/// functions, a {@link dev.reelay.worker.provider.api.ProviderApi}; the calling is done once for
/// all of them, by {@link dev.reelay.worker.provider.api.ApiProvider}.
@NullMarked
package dev.reelay.worker.provider.api;

import org.jspecify.annotations.NullMarked;
