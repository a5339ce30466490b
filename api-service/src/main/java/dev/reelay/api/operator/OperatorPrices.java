package dev.reelay.api.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.body.ReadBody;
import dev.reelay.api.credit.Books;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.credit.Credits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/prices`: the versions of prices, which billing-service keeps. An edit is checked
/// against samples as often as wanted, and published as a further version.
@Path("/admin/v1/prices")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorPrices {
    private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,8}");

    private final ReadBody bodies;
    private final Books books;

    OperatorPrices(ReadBody bodies, Books books) {
        this.bodies = bodies;
        this.books = books;
    }

    @GET
    public JsonNode current() {
        return books.prices("GET", "", null);
    }

    @GET
    @Path("versions")
    public JsonNode versions(
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        var path =
                "/versions?limit=%s&before=%s"
                        .formatted(
                                number("limit", limit, "50"),
                                number("before", before, "999999999"));
        return books.prices("GET", path, null);
    }

    private static String number(String name, @Nullable String text, String usual) {
        if (text == null) {
            return usual;
        }
        if (!VERSION.matcher(text).matches()) {
            throw GatewayException.invalid(name, "must be a whole number above 0");
        }
        return text;
    }

    @GET
    @Path("versions/{version}")
    public JsonNode version(@PathParam("version") String version) {
        if (!VERSION.matcher(version).matches()) {
            throw new GatewayException(new GatewayError.NotFound("price version"));
        }
        return books.prices("GET", "/" + version, null);
    }

    /// What samples cost now and would cost then; nothing is stored.
    @POST
    @Path("check")
    @Consumes(MediaType.WILDCARD)
    public JsonNode check(@Context HttpHeaders headers, InputStream content) {
        try (var body = bodies.read(headers, content)) {
            var checked = books.prices("POST", "/check", body.tree());
            for (var sample : checked.path("samples")) {
                inCredits(sample.path("now"));
                inCredits(sample.path("then"));
            }
            return checked;
        }
    }

    /// Operators read credits as decimals.
    private static void inCredits(JsonNode price) {
        var amount = price.path("amount");
        if (amount.isIntegralNumber() && price instanceof ObjectNode priced) {
            priced.put("amount", new Credits(amount.longValue()).toString());
        }
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response publish(@Context HttpHeaders headers, InputStream content) {
        try (var body = bodies.read(headers, content)) {
            return Response.status(Response.Status.CREATED)
                    .entity(books.prices("POST", "", body.tree()))
                    .build();
        }
    }
}
