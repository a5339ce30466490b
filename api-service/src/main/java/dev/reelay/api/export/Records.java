package dev.reelay.api.export;

/// What the api has of a tenant, by the name of its file. Each is read in the order of its ids; a
/// row is a line of JSON. No file has hashes of keys, or what upstreams charge the operator.
enum Records {
    TENANT(
            """
            select id, name, plan, callback_mode, suspended_at, created_at
              from tenant where id = :tenant
            """),
    WORKSPACES(
            """
            select id, name, dialect, callback_url, callback_origins,
                   spend_daily as spend_daily_micros, spend_monthly as spend_monthly_micros,
                   spend_total as spend_total_micros,
                   extract(epoch from prompts_kept)::bigint as prompts_kept_seconds,
                   own_account_models, created_at, archived_at
              from workspace where tenant_id = :tenant
            """),
    KEYS(
            """
            select id, workspace_id, name, mode, scopes, dialect, models, addresses, prefix, last4,
                   spend_daily as spend_daily_micros, spend_monthly as spend_monthly_micros,
                   spend_total as spend_total_micros,
                   created_at, expires_at, revoked_at, last_used_at
              from api_key where tenant_id = :tenant and subject is null
            """),
    MEMBERS(
            """
            select id, workspace_id, name, subject, scopes, created_at, last_used_at,
                   revoked_at as blocked_at
              from api_key where tenant_id = :tenant and subject is not null
            """),
    VIDEOS(
            """
            select id, workspace_id, key_id, dialect, model, state, spec as asked, metadata,
                   end_user, remixed_from, report -> 'outputs' as files,
                   report -> 'failure' as failure, accepting_since as accepted_at, ended_at,
                   expires_at, deleted_at, purged_at as files_removed_at, amount as held_micros,
                   captured as captured_micros, released as released_micros,
                   refunded as refunded_micros
              from job where tenant_id = :tenant and state not in ('accepting', 'abandoned')
            """),
    UPLOADS(
            """
            select id, sha256, content_type, bytes, expires_at
              from upload where tenant_id = :tenant and stored and not purging
            """),
    TOP_UPS(
            """
            select id, kind, credits as credits_micros, reason, state, amount, currency, made_at,
                   granted_at, expires_at
              from top_up where tenant_id = :tenant
            """);

    private final String rows;

    Records(String rows) {
        this.rows = rows;
    }

    /// Id and JSON of the rows behind `:after`, `:most` of them.
    String page() {
        return "select r.id, row_to_json(r)::text as line from ("
                + rows
                + ") r where cast(:after as uuid) is null or r.id > cast(:after as uuid)"
                + " order by r.id limit :most";
    }
}
