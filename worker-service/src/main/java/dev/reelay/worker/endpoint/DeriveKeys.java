package dev.reelay.worker.endpoint;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import dev.reelay.common.secret.MasterKey;
import dev.reelay.common.secret.WebhookSecret;
import jakarta.inject.Singleton;
import java.util.List;
import javax.crypto.SecretKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/// Makes what is signed with from the master key; nothing of it is stored.
@Singleton
public final class DeriveKeys {
    private static final int MOST_REMEMBERED = 10_000;

    /// @param endpoint null for the tenant's callback addresses
    private record Whose(TenantId tenant, @Nullable EndpointId endpoint, int generation) {}

    private final MasterKey master;
    private final LoadingCache<Whose, SigningKeys> remembered =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build(this::derive);

    public DeriveKeys(MasterKey master) {
        this.master = master;
    }

    /// @param endpoint null for the tenant's callback addresses
    SigningKeys keys(TenantId tenant, @Nullable EndpointId endpoint, int generation) {
        return remembered.get(new Whose(tenant, endpoint, generation));
    }

    /// All that sign now, the newest first.
    ///
    /// @param endpoint null for the tenant's callback addresses
    /// @param previousToo whether the generation before is still good
    public List<SigningKeys> keys(
            TenantId tenant, @Nullable EndpointId endpoint, int generation, boolean previousToo) {
        var newest = keys(tenant, endpoint, generation);
        return previousToo
                ? List.of(newest, keys(tenant, endpoint, generation - 1))
                : List.of(newest);
    }

    private SigningKeys derive(Whose whose) {
        return new SigningKeys(
                secret(whose), new Ed25519PrivateKeyParameters(seed(whose).getEncoded()));
    }

    private WebhookSecret secret(Whose whose) {
        return whose.endpoint() == null
                ? WebhookSecret.of(master, whose.tenant(), whose.generation())
                : WebhookSecret.of(
                        master, whose.tenant(), whose.endpoint().value(), whose.generation());
    }

    private SecretKey seed(Whose whose) {
        return master.derive(
                "webhook-ed25519/%d/%s/%s"
                        .formatted(
                                whose.generation(),
                                whose.tenant(),
                                whose.endpoint() == null ? "callback" : whose.endpoint().value()));
    }
}
