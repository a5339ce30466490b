package dev.reelay.api.worker;

import dev.reelay.api.service.ServicePlace;
import io.smallrye.config.ConfigMapping;

/// Where worker-service is. Only questions about webhooks, accounts at providers and places in the
/// queue go there; jobs go over the topic.
@ConfigMapping(prefix = "reelay.worker")
public interface WorkerConfig extends ServicePlace {}
