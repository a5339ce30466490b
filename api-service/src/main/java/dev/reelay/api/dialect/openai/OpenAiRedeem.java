package dev.reelay.api.dialect.openai;

import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.Scope;
import dev.reelay.api.topup.Codes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Set;

/// `/v1/credits/redeem`: credits for a code, for the scope `admin`. They are live credits, whatever
/// the key.
@Path("/v1/credits/redeem")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiRedeem {
    private static final int LONGEST = 2000;

    private final ReadCall calls;
    private final Codes codes;

    OpenAiRedeem(ReadCall calls, Codes codes) {
        this.calls = calls;
        this.codes = codes;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public OpenAiTopUp redeem(@Context HttpHeaders headers, InputStream content) {
        var caller = calls.caller(headers, Scope.ADMIN);
        try (var body = calls.json(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("code"));
            var code = fields.text("code", LONGEST);
            if (code == null) {
                throw new GatewayException(new GatewayError.MissingField("code"));
            }
            return OpenAiTopUp.of(codes.redeem(caller.tenant(), code));
        }
    }
}
