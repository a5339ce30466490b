package dev.reelay.billing.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reelay.common.catalogue.Catalogue;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// The table of price versions.
@Singleton
class PostgresPrices {
    private static final TypeReference<Map<String, PriceRule>> RULES = new TypeReference<>() {};

    /// Decimals are strings in the column: a number would pass through floating point somewhere.
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private final Jdbi jdbi;

    PostgresPrices(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// The newest version, after a further one was added if the catalogue has models without a
    /// price. Replicas that start together add it once.
    PriceVersion complete(Catalogue catalogue) {
        return jdbi.inTransaction(
                db -> {
                    db.execute("lock table price_version in share row exclusive mode");
                    var newest = newestAfter(db, 0);
                    var rules = newest.map(PriceVersion::rules).orElse(Map.of());
                    return PriceVersion.completed(rules, catalogue)
                            .map(all -> add(db, all))
                            .or(() -> newest)
                            .orElseThrow();
                });
    }

    /// The newest version, if its number is above this one.
    Optional<PriceVersion> newestAfter(int id) {
        return jdbi.withHandle(db -> newestAfter(db, id));
    }

    Optional<PriceVersion> find(int id) {
        return jdbi.withHandle(
                db ->
                        db.createQuery("select id, rules from price_version where id = :id")
                                .bind("id", id)
                                .map(PostgresPrices::version)
                                .findOne());
    }

    private static Optional<PriceVersion> newestAfter(Handle db, int id) {
        return db.createQuery(
                        """
                        select id, rules from price_version
                         where id > :id order by id desc limit 1
                        """)
                .bind("id", id)
                .map(PostgresPrices::version)
                .findOne();
    }

    private static PriceVersion add(Handle db, Map<String, PriceRule> rules) {
        return db.createQuery(
                        """
                        insert into price_version (rules) values (cast(:rules as jsonb))
                        returning id, rules
                        """)
                .bind("rules", write(rules))
                .map(PostgresPrices::version)
                .one();
    }

    private static PriceVersion version(ResultSet row, StatementContext context)
            throws SQLException {
        return new PriceVersion(row.getInt("id"), read(row.getString("rules")));
    }

    private static String write(Map<String, PriceRule> rules) {
        try {
            return JSON.writeValueAsString(rules);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("price rules cannot be written", e);
        }
    }

    private static Map<String, PriceRule> read(String rules) {
        try {
            return JSON.readValue(rules, RULES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("price rules cannot be read", e);
        }
    }
}
