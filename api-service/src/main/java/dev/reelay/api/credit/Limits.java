package dev.reelay.api.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.common.credit.Credits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What billing is to refuse more than, decided where the credits are taken. Null is no limit.
///
/// @param unfinished jobs that have not ended
/// @param perDay jobs from midnight to midnight, UTC
/// @param spending of the key, by `day`, `month` and `total`
/// @param workspaceSpending of the workspace, likewise
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Limits(
        @Nullable Integer unfinished,
        @Nullable Integer perDay,
        Map<String, Credits> spending,
        Map<String, Credits> workspaceSpending) {}
