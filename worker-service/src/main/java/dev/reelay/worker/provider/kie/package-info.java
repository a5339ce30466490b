/// kie.ai's market of models, and its Veo, which has paths and shapes of its own.
@NullMarked
package dev.reelay.worker.provider.kie;

import org.jspecify.annotations.NullMarked;
