package dev.reelay.api.dialect.openai;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.reelay.api.audit.Acting.Kind;
import dev.reelay.api.audit.Recorded;
import dev.reelay.api.dialect.IsoMillis;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that was done, as the tenant whose things it is about sees it. Of operators it sees
/// that it was one of them: who, from where, what they wrote and what they were told stays theirs.
///
/// @param actor the id of a key or a member, or `operator`
/// @param role their scopes, or `operator`
/// @param body without secrets; null where there was none, it was no JSON or was beyond 16 kB
/// @param state `begun` where it is not known what came of it
record OpenAiAction(
        String id,
        String object,
        String createdAt,
        String actor,
        String role,
        String action,
        String target,
        @Nullable String source,
        String requestId,
        String state,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable String doneAt,
        @JsonRawValue @Nullable String body) {
    static final List<String> HEADER =
            List.of(
                    "id",
                    "created_at",
                    "actor",
                    "role",
                    "action",
                    "target",
                    "source",
                    "request_id",
                    "state",
                    "status",
                    "error",
                    "done_at",
                    "body");

    static OpenAiAction of(Recorded recorded) {
        var action = recorded.action();
        var name = action.by().name();
        var own = action.by().kind() == Kind.KEY;
        var doneAt = recorded.doneAt();
        return new OpenAiAction(
                action.id().toString(),
                "audit_entry",
                IsoMillis.text(action.at()),
                own && name != null ? name : Kind.OPERATOR.word(),
                own ? action.by().role() : Kind.OPERATOR.word(),
                action.what(),
                action.target(),
                own ? action.source() : null,
                action.requestId(),
                recorded.state(),
                recorded.status(),
                own ? recorded.error() : null,
                doneAt == null ? null : IsoMillis.text(doneAt),
                own ? action.body().json() : null);
    }

    List<@Nullable String> cells() {
        return Arrays.asList(
                id,
                createdAt,
                actor,
                role,
                action,
                target,
                source,
                requestId,
                state,
                status == null ? null : status.toString(),
                error,
                doneAt,
                body);
    }

    /// Not the body.
    @Override
    public String toString() {
        return id;
    }
}
