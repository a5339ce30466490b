package dev.reelay.api.webhook;

import dev.reelay.api.service.ServicePlace;
import io.smallrye.config.ConfigMapping;

/// Where worker-service is. Only questions about webhooks go there; jobs go over the topic.
@ConfigMapping(prefix = "reelay.worker")
public interface WorkerConfig extends ServicePlace {}
