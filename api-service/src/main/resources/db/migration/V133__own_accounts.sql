-- Models that a workspace wants to be rendered with the tenant's own accounts at upstreams, and with no other.
alter table workspace add column own_account_models text[] not null default '{}';

drop trigger workspace_changed on workspace;
create trigger workspace_changed
    before update of dialect, callback_url, callback_origins, spend_daily, spend_monthly, spend_total,
        prompts_kept, own_account_models, archived_at
    on workspace for each row execute function note_change();
