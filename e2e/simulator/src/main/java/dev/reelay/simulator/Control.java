package dev.reelay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.http.Server;
import dev.reelay.simulator.rule.Rule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The simulator over HTTP: `docs/simulator.md`. Durations are ISO-8601, such as `PT10M`.
final class Control implements Server.Handler {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    .addModule(times())
                    .build();

    private final Simulator simulator;

    Control(Simulator simulator) {
        this.simulator = simulator;
    }

    private static SimpleModule times() {
        return new SimpleModule()
                .addSerializer(Instant.class, ToStringSerializer.instance)
                .addSerializer(Duration.class, ToStringSerializer.instance)
                .addDeserializer(Duration.class, new DurationReader());
    }

    @Override
    public Answer answer(Call call) {
        return switch (call.method() + " " + call.path()) {
            case "GET /health" -> Answer.json(Json.of("status", "UP"));
            case "GET /accounts" -> json(accounts(simulator));
            case "GET /bill" -> json(byVendor(SimulatedVendor::bill));
            case "GET /requests" -> json(byVendor(Control::requests));
            case "GET /rules" -> json(simulator.rules().all());
            case "POST /rules" -> addRules(call);
            case "DELETE /rules" -> {
                simulator.rules().clear();
                yield Answer.of(204, java.util.Map.of(), new byte[0]);
            }
            case "POST /time" -> advance(call);
            default -> Answer.json(404, Json.of("error", "no such path"));
        };
    }

    /// Addresses and credentials of all vendors.
    static JsonNode accounts(Simulator simulator) {
        var vendors = Json.of();
        for (var vendor : simulator.vendors()) {
            vendors.set(
                    vendor.name(),
                    Json.of(
                            "baseUrl",
                            vendor.baseUrl(),
                            "credentials",
                            vendor.credentials(),
                            "accounts",
                            vendor.allCredentials()));
        }
        return Json.of(
                "control",
                simulator.controlUrl(),
                "files",
                simulator.filesUrl(),
                "vendors",
                vendors);
    }

    private JsonNode byVendor(Function<SimulatedVendor, Object> figures) {
        var all =
                simulator.vendors().stream()
                        .collect(Collectors.toMap(SimulatedVendor::name, figures));
        return MAPPER.valueToTree(all);
    }

    private static Object requests(SimulatedVendor vendor) {
        var counts = MAPPER.valueToTree(vendor.requests().all());
        return Json.of(
                "counts", counts, "refusals", MAPPER.<JsonNode>valueToTree(vendor.refusals()));
    }

    private Answer addRules(Call call) {
        try {
            var added = MAPPER.readValue(call.body(), new TypeReference<List<Rule>>() {});
            simulator.rules().add(added.toArray(Rule[]::new));
            return json(simulator.rules().all());
        } catch (JsonProcessingException e) {
            return wrong(e.getOriginalMessage());
        } catch (IOException e) {
            return wrong("cannot be read");
        }
    }

    private Answer advance(Call call) {
        var body = call.json();
        try {
            simulator.advance(Duration.parse(body == null ? "" : body.path("advance").asText("")));
            return Answer.json(Json.of("status", "advanced"));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return wrong("advance must be a duration such as PT25H");
        }
    }

    private static Answer wrong(String why) {
        return Answer.json(400, Json.of("error", why));
    }

    private static Answer json(Object value) {
        return Answer.json(MAPPER.<JsonNode>valueToTree(value));
    }
}
