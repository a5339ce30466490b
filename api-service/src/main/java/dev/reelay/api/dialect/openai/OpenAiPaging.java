package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.job.VideoId;
import dev.reelay.api.tenant.WorkspaceId;
import dev.reelay.common.id.JobId;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which page of videos is asked for.
record OpenAiPaging(@Nullable JobId after, int limit, boolean newestFirst) {
    private static final int USUAL = 20;
    private static final int MOST = 100;
    private static final Pattern COUNT = Pattern.compile("\\d{1,3}");

    static OpenAiPaging read(
            @Nullable String after, @Nullable String limit, @Nullable String order) {
        return new OpenAiPaging(
                after == null ? null : job(after),
                count(limit),
                order == null || isDescending(order));
    }

    private static JobId job(String after) {
        return VideoId.parse(after)
                .orElseThrow(() -> invalid("after", "must be the id of a video"));
    }

    /// How many a page has.
    static int count(@Nullable String limit) {
        if (limit == null) {
            return USUAL;
        }
        if (!COUNT.matcher(limit).matches() || Integer.parseInt(limit) > MOST) {
            throw invalid("limit", "must be 0 to " + MOST);
        }
        return Integer.parseInt(limit);
    }

    /// Whose videos or keys are asked for; null for those of all.
    static @Nullable UUID workspace(@Nullable String id) {
        return id == null ? null : WorkspaceId.read("workspace", id);
    }

    private static boolean isDescending(String order) {
        return switch (order) {
            case "desc" -> true;
            case "asc" -> false;
            default -> throw invalid("order", "must be asc or desc");
        };
    }
}
