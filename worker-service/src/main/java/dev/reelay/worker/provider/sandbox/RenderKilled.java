package dev.reelay.worker.provider.sandbox;

import dev.reelay.worker.media.FfmpegFailed;

/// Something outside has ended the renderer: a leaving worker, a person, a system without memory.
/// No verdict on the scene.
final class RenderKilled extends Exception {
    RenderKilled(FfmpegFailed cause) {
        super("the renderer was killed", cause);
    }
}
