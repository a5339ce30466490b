package dev.reelay.worker.endpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which generation of a secret signs.
///
/// @param number from 1
/// @param previousUntil until when the one before signs too; null where it does not
record SecretGeneration(int number, @Nullable Instant previousUntil) {}
