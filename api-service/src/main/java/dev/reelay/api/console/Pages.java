package dev.reelay.api.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/// The pages, in `templates/console`. What they show is escaped.
@CheckedTemplate(basePath = "console")
final class Pages {
    private Pages() {}

    /// @param issuer where to sign in; null where there is no issuer
    static native TemplateInstance signIn(@Nullable String issuer, String curl);

    static native TemplateInstance link(String code, String form);

    static native TemplateInstance account(Who who, AccountView account);

    static native TemplateInstance video(Who who, VideoView video, String back);

    static native TemplateInstance tenants(Who who, TenantsView tenants);

    static native TemplateInstance ledger(Who who, ProofView proof);

    static native TemplateInstance note(Note note);
}
