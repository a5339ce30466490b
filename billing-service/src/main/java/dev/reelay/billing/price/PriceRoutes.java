package dev.reelay.billing.price;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.billing.error.Conflict;
import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `/internal/prices`: the versions of prices, and a further one. An edit can be checked against
/// samples before it is published.
@Path("/internal/prices")
@RunOnVirtualThread
public class PriceRoutes {
    private static final Logger LOG = Logger.getLogger(PriceRoutes.class);
    private static final int MOST_SAMPLES = 1000;
    private static final int LARGEST_PAGE = 200;

    private final Prices prices;
    private final PostgresPrices stored;

    PriceRoutes(Prices prices, PostgresPrices stored) {
        this.prices = prices;
        this.stored = stored;
    }

    /// A version as it is read and written.
    public record View(
            int version,
            Map<String, PriceRule> models,
            List<PriceOverride> overrides,
            @JsonProperty("own_account_factor") @JsonFormat(shape = JsonFormat.Shape.STRING)
                    BigDecimal ownAccountFactor) {
        static View of(PriceVersion version) {
            return new View(
                    version.id(),
                    new TreeMap<>(version.rules()),
                    version.overrides(),
                    version.ownAccountFactor());
        }
    }

    @GET
    public View current() {
        return View.of(prices.current());
    }

    @GET
    @Path("/{version}")
    public View version(@PathParam("version") String number) {
        return View.of(find(MalformedRequest.unlessReadable("version", number, Integer::valueOf)));
    }

    private PriceVersion find(int number) {
        return prices.version(number).orElseThrow(NotFoundException::new);
    }

    /// Newest first.
    public record Page(List<PostgresPrices.Line> data) {}

    @GET
    @Path("/versions")
    public Page versions(
            @QueryParam("before") @DefaultValue("2147483647") String before,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        var most = MalformedRequest.unlessLimit(limit, LARGEST_PAGE);
        return new Page(
                stored.page(
                        MalformedRequest.unlessReadable("before", before, Integer::valueOf), most));
    }

    /// What somebody might ask for. What is not named is a text's silent clip, one of it.
    ///
    /// @param tenant who pays; else anybody
    /// @param plan of who pays
    public record Sample(
            String model,
            @Nullable Mode mode,
            int seconds,
            @Nullable String resolution,
            @Nullable Boolean audio,
            @Nullable String quality,
            @Nullable Integer n,
            @JsonProperty("own_account") @Nullable Boolean ownAccount,
            @Nullable TenantId tenant,
            @Nullable String plan) {
        Facts facts() {
            return new Facts(
                    model,
                    Objects.requireNonNullElse(mode, Mode.TEXT),
                    seconds,
                    resolution,
                    0,
                    0,
                    Boolean.TRUE.equals(audio),
                    quality,
                    Objects.requireNonNullElse(n, 1),
                    ownAccount);
        }
    }

    /// An edit, and what it is tried on.
    public record CheckRequest(@Nullable PriceEdit edit, @Nullable List<Sample> samples) {}

    /// @param version that is valid now
    public record CheckAnswer(int version, List<Compared> samples) {}

    /// What a sample costs now, and would cost then.
    public record Compared(Price now, Price then) {}

    /// Nothing is stored.
    @POST
    @Path("/check")
    public CheckAnswer check(@Nullable CheckRequest request) {
        var asked = MalformedRequest.unlessPresent(request);
        var samples = asked.samples();
        if (samples == null || samples.isEmpty() || samples.size() > MOST_SAMPLES) {
            throw new MalformedRequest("samples must be 1 to " + MOST_SAMPLES);
        }
        var now = prices.current();
        var edit = asked.edit();
        if (edit == null) {
            throw new MalformedRequest("edit is missing");
        }
        var then = now.edited(edit);
        return new CheckAnswer(
                now.id(), samples.stream().map(sample -> compared(sample, now, then)).toList());
    }

    private static Compared compared(Sample sample, PriceVersion now, PriceVersion then) {
        try {
            var facts = sample.facts();
            var payer = new Payer(sample.tenant(), sample.plan());
            return new Compared(now.price(facts, payer), then.price(facts, payer));
        } catch (IllegalArgumentException e) {
            throw new MalformedRequest("samples: " + e.getMessage());
        }
    }

    @POST
    public View publish(@Nullable PriceEdit request) {
        var edit = MalformedRequest.unlessPresent(request);
        if (edit.base() == null) {
            throw new MalformedRequest("base_version is missing: the version that is edited");
        }
        if (edit.isEmpty()) {
            throw new MalformedRequest("name models, overrides or own_account_factor");
        }
        var base = prices.version(edit.base());
        var published =
                base.flatMap(version -> prices.publish(version, edit))
                        .orElseThrow(
                                () ->
                                        new Conflict(
                                                "the newest version is %d; look at it first"
                                                        .formatted(prices.newest().id())));
        LOG.infof("prices published price_version=%s base=%s", published.id(), edit.base());
        return View.of(published);
    }
}
