package dev.reelay.billing.statement;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One entry as it is shown.
///
/// @param number counts the entries of the account up from 1, without a gap
/// @param debit the book that the amount left
/// @param credit the book that it entered
/// @param available what was available after it
/// @param job null where it is about none
public record Line(
        long number,
        String kind,
        String debit,
        String credit,
        Credits amount,
        Credits available,
        @Nullable JobId job,
        @JsonProperty("created_at") Instant createdAt) {}
