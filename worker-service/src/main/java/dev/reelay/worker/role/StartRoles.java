package dev.reelay.worker.role;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Starts the loops of the roles that this process has; {@link RoleChannels} does the same for
/// topics.
@Singleton
class StartRoles {
    private static final Logger LOG = Logger.getLogger(StartRoles.class);

    private final Roles roles;
    private final Event<RoleStarts.Render> render;
    private final Event<RoleStarts.Webhook> webhook;

    StartRoles(Roles roles, Event<RoleStarts.Render> render, Event<RoleStarts.Webhook> webhook) {
        this.roles = roles;
        this.render = render;
        this.webhook = webhook;
    }

    void start(@Observes StartupEvent event) {
        LOG.infof("This worker's roles are %s", roles);
        if (roles.has(Role.RENDER)) {
            render.fire(new RoleStarts.Render());
        }
        if (roles.has(Role.WEBHOOK)) {
            webhook.fire(new RoleStarts.Webhook());
        }
    }
}
