package dev.reelay.billing;

import static io.restassured.RestAssured.given;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.UUID;

/// Calls billing as the api does. Amounts are micro-credits; one second of the storyboard model at
/// 720p costs 200,000.
public final class BillingClient {
    public static final long CREDIT = 1_000_000;

    /// Price of one clip of five seconds.
    public static final long CLIP = CREDIT;

    private BillingClient() {}

    public static RequestSpecification asApi() {
        return given().auth().oauth2(ServiceTokens.valid()).contentType(ContentType.JSON);
    }

    /// A tenant with these live credits.
    public static TenantId tenantWith(long micros) {
        var tenant = TenantId.next();
        if (micros > 0) {
            grant(tenant, UUID.randomUUID(), micros).then().statusCode(200);
        }
        return tenant;
    }

    public static Response grant(TenantId tenant, UUID id, long micros) {
        return grant(
                tenant,
                id,
                "{\"amount\":%d,\"reason\":\"test\",\"mode\":\"live\"}".formatted(micros));
    }

    /// Live credits that expire.
    public static Response promote(TenantId tenant, UUID id, long micros, Instant expiresAt) {
        return grant(
                tenant,
                id,
                "{\"amount\":%d,\"reason\":\"test\",\"mode\":\"live\",\"expires_at\":\"%s\"}"
                        .formatted(micros, expiresAt));
    }

    public static Response grant(TenantId tenant, UUID id, String body) {
        return asApi().body(body)
                .put("/internal/tenants/{t}/grants/{g}", tenant.toString(), id.toString());
    }

    public static String facts(int clips) {
        return """
        {"model":"reelay/storyboard-1","mode":"text","seconds":5,"resolution":"720p","width":1280,
         "height":720,"audio":false,"quality":null,"n":%d}"""
                .formatted(clips);
    }

    public static String holdBody(TenantId tenant, String mode, String facts, String more) {
        return "{\"tenant\":\"%s\",\"mode\":\"%s\",\"facts\":%s%s}"
                .formatted(tenant, mode, facts, more);
    }

    public static JsonPath hold(JobId job, TenantId tenant, int clips) {
        return hold(job, holdBody(tenant, "live", facts(clips), ""));
    }

    public static JsonPath hold(JobId job, String body) {
        return putHold(job.toString(), body).then().statusCode(200).extract().jsonPath();
    }

    public static Response putHold(String job, String body) {
        return asApi().body(body).put("/internal/holds/{job}", job);
    }

    public static String voidHold(JobId job, TenantId tenant) {
        return postVoid(job, tenant).then().statusCode(200).extract().path("state");
    }

    public static Response postVoid(JobId job, TenantId tenant) {
        return asApi().body("{\"tenant\":\"%s\"}".formatted(tenant))
                .post("/internal/holds/{job}/void", job.toString());
    }

    /// The four books as `available/held/spent/granted`.
    public static String books(TenantId tenant, String mode) {
        var balance =
                asApi().get("/internal/tenants/{t}/balance?mode={m}", tenant.toString(), mode)
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
        return "%d/%d/%d/%d"
                .formatted(
                        balance.getLong("available"),
                        balance.getLong("held"),
                        balance.getLong("spent"),
                        balance.getLong("granted"));
    }

    public static String books(TenantId tenant) {
        return books(tenant, "live");
    }

    public static JsonPath proof() {
        return asApi().get("/internal/ledger/proof").then().statusCode(200).extract().jsonPath();
    }
}
