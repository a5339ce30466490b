package dev.reelay.api.report;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;

/// What a message is about. One that names another tenant's job must not stand for that tenant's
/// own.
record Whose(TenantId tenant, JobId job) {}
