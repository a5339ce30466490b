package dev.reelay.api.credit;

import dev.reelay.common.credit.Credits;
import java.time.Instant;

/// What lapses at a time where nothing is spent until then.
public record Expiring(Credits credits, Instant expiresAt) {}
