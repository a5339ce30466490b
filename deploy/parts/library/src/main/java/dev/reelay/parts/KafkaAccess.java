package dev.reelay.parts;

import java.util.Map;

/// How a client reaches the broker.
public record KafkaAccess(String bootstrapServers, String username, String password) {
    /// Client settings: `bootstrap.servers` and those of SASL PLAIN.
    public Map<String, String> settings() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                jaas());
    }

    private String jaas() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
                + username
                + "\" password=\""
                + password
                + "\";";
    }

    @Override
    public String toString() {
        return "KafkaAccess[" + bootstrapServers + ", " + username + "]";
    }
}
