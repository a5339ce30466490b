package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.simulator.callback.Hmac;
import dev.reelay.simulator.callback.Notice;
import dev.reelay.simulator.clip.Inputs;
import dev.reelay.simulator.clip.Picture;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Account;
import dev.reelay.simulator.task.Dummy;
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;

/// Google's hosts on one port: tokens, files and messages here, Veo in `GoogleVeo`, Omni in
/// `GoogleOmni`.
final class Google implements Wire {
    static final String NAME = "google";
    static final Duration LIFE = Duration.ofHours(48);
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final int TOKEN_SECONDS = 3599;
    private static final String WEBHOOK_KEY = "simulator-webhook-key";

    /// An access token's account and end.
    private record Access(String email, Instant ends) {}

    private final Map<String, Access> tokens = new ConcurrentHashMap<>();
    private final Desk desk;
    private final GoogleVeo veo;
    private final GoogleOmni omni;

    Google(World world) {
        this.desk =
                new Desk(
                        NAME,
                        world,
                        number ->
                                Credentials.of(
                                        "api_key",
                                        "AIza" + Credentials.hex(NAME, "api_key", number, 35),
                                        "project_id",
                                        "dummy-project",
                                        "client_email",
                                        "gateway-%d@dummy-project.iam.gserviceaccount.com"
                                                .formatted(number),
                                        "private_key_id",
                                        Credentials.hex(NAME, "private_key_id", number, 40),
                                        "private_key",
                                        GoogleTokens.pem(GoogleTokens.key(NAME + number)),
                                        "webhook_secret",
                                        Credentials.webhookSecret(NAME, number)));
        this.veo = new GoogleVeo(this, desk);
        this.omni = new GoogleOmni(this, desk);
    }

    @Override
    public Desk desk() {
        return desk;
    }

    @Override
    public List<Route> routes() {
        var all = new ArrayList<Route>();
        all.add(Route.of(Step.OTHER, "POST", "/token", this::token));
        all.add(Route.of(Step.OTHER, "GET", "/.well-known/jwks.json", this::keys));
        all.addAll(veo.routes());
        all.addAll(omni.routes());
        return all;
    }

    @Override
    public String newId(long number) {
        return Dummy.uuid(NAME + number);
    }

    @Override
    public Duration linkLife() {
        return LIFE;
    }

    private Ask token(Call call, Matcher path) {
        var form = call.form();
        var jwt = first(form, "assertion");
        var email = GoogleTokens.claims(jwt).path("iss").asText();
        var account = desk.accounts().find("client_email", email).orElse(null);
        if (!first(form, "grant_type").equals(GRANT) || account == null) {
            return Ask.plain(desk.accounts().first(), () -> grantRefused("Invalid grant."));
        }
        var audiences =
                List.of(
                        "https://oauth2.googleapis.com/token",
                        "http://" + call.header("Host") + "/token");
        var number = desk.accounts().all().indexOf(account);
        var key = GoogleTokens.key(NAME + number);
        var fault = GoogleTokens.fault(jwt, key, audiences, Instant.now());
        return Ask.plain(
                account,
                () -> {
                    if (!fault.isEmpty()) {
                        return grantRefused(fault);
                    }
                    var token = GoogleTokens.access();
                    var ends = Instant.now().plusSeconds(TOKEN_SECONDS);
                    tokens.put(token, new Access(email, ends));
                    return Answer.json(
                            Json.of(
                                    "access_token",
                                    token,
                                    "expires_in",
                                    TOKEN_SECONDS,
                                    "token_type",
                                    "Bearer"));
                });
    }

    private static String first(Map<String, List<String>> form, String name) {
        var values = form.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static Answer grantRefused(String why) {
        return Answer.json(400, Json.of("error", "invalid_grant", "error_description", why));
    }

    private Ask keys(Call call, Matcher path) {
        var keys = GoogleTokens.jwks(GoogleTokens.key(WEBHOOK_KEY), WEBHOOK_KEY);
        return Ask.plain(desk.accounts().first(), () -> Answer.json(keys));
    }

    /// The account of an access token.
    Account bearer(Call call) {
        var access = tokens.get(Credentials.shown(call, "Bearer"));
        if (access == null || access.ends().isBefore(Instant.now())) {
            throw GoogleErrors.refused("UNAUTHENTICATED", "Request had invalid credentials.");
        }
        return desk.accounts()
                .find("client_email", access.email())
                .orElseThrow(
                        () ->
                                GoogleErrors.refused(
                                        "UNAUTHENTICATED", "Request had invalid credentials."));
    }

    /// The account of an API key.
    Account key(Call call) {
        var header = call.header("x-goog-api-key");
        return desk.accounts()
                .find("api_key", header.isEmpty() ? call.parameter("key") : header)
                .orElseThrow(() -> new Refused(GoogleErrors.badKey(), "unknown API key"));
    }

    /// Throws where the base64 is no jpeg or png.
    static void checkPicture(Fields fields, String name) {
        var isGood =
                Inputs.base64(fields.text(name, 60_000_000))
                        .flatMap(Picture::of)
                        .filter(found -> !found.type().equals("image/webp"))
                        .isPresent();
        if (!isGood) {
            throw fields.wrong(name, "is no picture in base64");
        }
    }

    @Override
    public Optional<Notice> notice(View view) {
        var task = view.task();
        var own = task.order().callback();
        var fixed = desk.webhook(task.account());
        if (own == null && fixed == null || !view.phase().isFinal()) {
            return Optional.empty();
        }
        var now = desk.world().time().instant().getEpochSecond();
        var id = "wh_" + task.id();
        var body = Json.bytes(message(view));
        if (own != null) {
            return Optional.of(
                    new Notice(own, body, bytes -> headers(id, now, token(task.id(), now, bytes))));
        }
        var secret = task.account().credential("webhook_secret");
        return Optional.of(
                new Notice(
                        fixed == null ? "" : fixed,
                        body,
                        bytes -> headers(id, now, Hmac.standardWebhook(secret, id, now, bytes))));
    }

    private static Map<String, String> headers(String id, long time, String signature) {
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(time),
                "webhook-signature", signature);
    }

    private static String token(String id, long time, byte[] body) {
        var claims =
                Json.of(
                        "sub",
                        id,
                        "iat",
                        time,
                        "exp",
                        time + 300,
                        "body_sha256",
                        HexFormat.of().formatHex(Dummy.sha256(body)));
        return GoogleTokens.signed(GoogleTokens.key(WEBHOOK_KEY), WEBHOOK_KEY, claims);
    }

    private static ObjectNode message(View view) {
        var isOmni = view.task().order().echo().path("surface").asText().equals("omni");
        var event =
                view.phase() == Phase.SUCCEEDED
                        ? "completed"
                        : view.phase() == Phase.CANCELLED ? "cancelled" : "failed";
        return Json.of(
                "type",
                isOmni ? "interaction." + event : "video.generated",
                "version",
                "v1",
                "timestamp",
                view.updated().toString(),
                "data",
                Json.of("id", view.task().id()));
    }

    @Override
    public Answer fault(Fault fault, Call call) {
        return GoogleErrors.of(fault, call);
    }

    @Override
    public Answer error(String code, Call call) {
        return code.equals("PROVISIONING")
                ? GoogleErrors.of(
                        "FAILED_PRECONDITION",
                        "Service agents are being provisioned. Please retry in a few minutes.")
                : GoogleErrors.of(code, code);
    }

    @Override
    public Answer unknownPath() {
        return GoogleErrors.of("NOT_FOUND", "The requested URL was not found on this server.");
    }
}
