package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Keycloak, as people who sign in and its administrator use it.
final class Issuer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REALM = "/realms/reelay";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String password;

    /// @param issuer the realm's address
    /// @param password of everybody
    Issuer(String issuer, String password) {
        url = issuer.substring(0, issuer.indexOf(REALM));
        this.password = password;
    }

    /// An access token, made for Reelay.
    String token(String user) {
        return token("reelay", "reelay", user);
    }

    /// An access token of another realm or client.
    String token(String realm, String client, String user) {
        var form =
                "grant_type=password&client_id=%s&username=%s&password=%s"
                        .formatted(
                                client, user, URLEncoder.encode(password, StandardCharsets.UTF_8));
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        url
                                                + "/realms/"
                                                + realm
                                                + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build();
        return send(request).path("access_token").asText();
    }

    /// Makes a user of the realm with these roles, who belongs to the tenant.
    void user(String name, List<String> roles, String tenant) {
        admin(
                "/partialImport",
                Map.of(
                        "ifResourceExists",
                        "FAIL",
                        "users",
                        List.of(
                                Map.of(
                                        "username",
                                        name,
                                        "enabled",
                                        true,
                                        "realmRoles",
                                        roles,
                                        "attributes",
                                        Map.of("reelay_tenant", List.of(tenant)),
                                        "credentials",
                                        List.of(Map.of("type", "password", "value", password))))));
    }

    /// Makes another client of the realm.
    ///
    /// @param audience whom its tokens are made for
    /// @param lifespan of its tokens, in seconds
    void client(String id, String audience, int lifespan) {
        var made =
                Map.of(
                        "name", "made for",
                        "protocol", "openid-connect",
                        "protocolMapper", "oidc-audience-mapper",
                        "config",
                                Map.of(
                                        "included.custom.audience",
                                        audience,
                                        "access.token.claim",
                                        "true"));
        admin(
                "/clients",
                Map.of(
                        "clientId",
                        id,
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        Map.of("access.token.lifespan", String.valueOf(lifespan)),
                        "protocolMappers",
                        List.of(made)));
    }

    private void admin(String path, Map<String, ?> body) {
        try {
            send(
                    HttpRequest.newBuilder(URI.create(url + "/admin" + REALM + path))
                            .header("Authorization", "Bearer " + adminToken())
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                            .build());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A token of Keycloak's own realm.
    String adminToken() {
        return token("master", "admin-cli", "admin");
    }

    private JsonNode send(HttpRequest request) {
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
