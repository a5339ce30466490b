package dev.reelay.api.worker;

import dev.reelay.api.service.ServicePlace;
import io.smallrye.config.ConfigMapping;

/// Where worker-service is. Only questions about webhooks and accounts at providers go there; jobs
/// go over the topic.
@ConfigMapping(prefix = "reelay.worker")
public interface WorkerConfig extends ServicePlace {}
