package dev.reelay.worker.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reelay.worker.cost.CostRule.Charged;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/// The costs of an account, by the route's own name for a model, or `*` for all others.
public final class CostRules {
    private static final TypeReference<TreeMap<String, CostRule>> RULES = new TypeReference<>() {};
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    /// Of an account that somebody else pays for.
    public static final Map<String, CostRule> NOTHING =
            Map.of("*", new CostRule(Map.of(), BigDecimal.ZERO, BigDecimal.ONE, Charged.SUCCESS));

    private static final int MOST = 500;
    private static final int LONGEST_NAME = 200;

    private CostRules() {}

    /// Throws `IllegalArgumentException` with a sentence for who entered them.
    public static Map<String, CostRule> read(JsonNode entered) {
        try {
            var rules = JSON.treeToValue(entered, RULES);
            if (rules.size() > MOST || rules.containsValue(null) || !namesAreKept(rules)) {
                throw new IllegalArgumentException(
                        "must be at most %d rules, each under the name of a model".formatted(MOST));
            }
            return rules;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(why(e));
        }
    }

    private static boolean namesAreKept(Map<String, CostRule> rules) {
        return rules.keySet().stream()
                .allMatch(
                        name ->
                                !name.isBlank()
                                        && name.length() <= LONGEST_NAME
                                        && name.indexOf(0) < 0);
    }

    /// Only sentences of our own: Jackson's repeat what was sent.
    private static String why(JsonProcessingException e) {
        return e instanceof JsonMappingException
                        && e.getCause() instanceof IllegalArgumentException own
                        && own.getMessage() != null
                ? own.getMessage()
                : "must be an object of rules with per_second, flat, audio_factor and charged,"
                        + " decimals as strings";
    }

    /// Rules that were written here.
    public static Map<String, CostRule> stored(String json) {
        try {
            return read(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("costs of an account cannot be read", e);
        }
    }

    /// As {@link #read} reads it.
    public static String write(Map<String, CostRule> rules) {
        try {
            return JSON.writeValueAsString(rules);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cost rules can always be written", e);
        }
    }
}
