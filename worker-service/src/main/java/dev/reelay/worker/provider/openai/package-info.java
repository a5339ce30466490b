/// Upstreams that speak OpenAI's Videos API: its shape outlived it, as the common dialect of
/// gateways, resellers and self-hosted servers.
@NullMarked
package dev.reelay.worker.provider.openai;

import org.jspecify.annotations.NullMarked;
