package dev.reelay.api.dialect.a4f;

import static dev.reelay.api.error.GatewayException.invalid;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.api.credit.Billing;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an account has and may.
@Path(A4fDialect.ROOT + "/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class A4fUsage {
    private static final List<String> SECTIONS = List.of("account", "plan", "limits");

    private final ReadCall calls;
    private final Billing billing;

    A4fUsage(ReadCall calls, Billing billing) {
        this.calls = calls;
        this.billing = billing;
    }

    /// The sections that were asked for.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Usage(@Nullable Account account, @Nullable Plan plan, @Nullable Limits limits) {}

    /// In credits, as decimal strings.
    public record Account(String available, String held, String spent) {}

    public record Plan(String name) {}

    /// @param rpm requests a minute; null where nothing limits them
    /// @param rpd requests a day, likewise
    public record Limits(@Nullable Integer rpm, @Nullable Integer rpd, int jobsAtOnce) {}

    @GET
    public Usage usage(
            @Context HttpHeaders headers, @QueryParam("section") @Nullable String section) {
        var caller = calls.caller(headers, Scope.BILLING_READ);
        var wanted = sections(section);
        return new Usage(
                wanted.contains("account") ? account(caller) : null,
                wanted.contains("plan") ? new Plan(caller.plan().id()) : null,
                wanted.contains("limits")
                        ? new Limits(null, null, caller.plan().jobsAtOnce())
                        : null);
    }

    private static List<String> sections(@Nullable String asked) {
        if (asked == null || asked.isBlank()) {
            return SECTIONS;
        }
        var all = Arrays.stream(asked.split(",")).map(String::strip).toList();
        for (var one : all) {
            if (!SECTIONS.contains(one)) {
                throw invalid(
                        "section",
                        "'%s' is not one of %s".formatted(one, String.join(", ", SECTIONS)));
            }
        }
        return all;
    }

    private Account account(Caller caller) {
        var balance = billing.balance(caller.tenant(), caller.mode());
        return new Account(
                balance.available().toString(),
                balance.held().toString(),
                balance.spent().toString());
    }
}
