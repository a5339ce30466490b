package dev.reelay.billing.price;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reelay.common.catalogue.Catalogue;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// The table of price versions.
@Singleton
class PostgresPrices {
    private static final TypeReference<Map<String, PriceRule>> RULES = new TypeReference<>() {};
    private static final TypeReference<List<PriceOverride>> OVERRIDES = new TypeReference<>() {};

    /// Decimals are strings in the column: a number would pass through floating point somewhere.
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    /// Of a first version; V106 has it for those of before.
    private static final BigDecimal USUAL_FACTOR = new BigDecimal("0.05");

    private static final String LOCK = "lock table price_version in share row exclusive mode";

    private final Jdbi jdbi;

    PostgresPrices(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// The newest version, after a further one was added if the catalogue has models without a
    /// price. Replicas that start together add it once.
    PriceVersion complete(Catalogue catalogue) {
        return jdbi.inTransaction(
                db -> {
                    db.execute(LOCK);
                    var newest = newestAfter(db, 0);
                    var rules = newest.map(PriceVersion::rules).orElse(Map.of());
                    var overrides = newest.map(PriceVersion::overrides).orElse(List.of());
                    var factor = newest.map(PriceVersion::ownAccountFactor).orElse(USUAL_FACTOR);
                    return PriceVersion.completed(rules, catalogue)
                            .map(all -> new PriceVersion(0, all, overrides, factor))
                            .map(all -> add(db, all, "models of the catalogue"))
                            .or(() -> newest)
                            .orElseThrow();
                });
    }

    /// A further version; empty where the one that is edited is not the newest any more.
    Optional<PriceVersion> publish(PriceVersion base, PriceEdit edit) {
        return jdbi.inTransaction(
                db -> {
                    db.execute(LOCK);
                    if (newestAfter(db, base.id()).isPresent()) {
                        return Optional.empty();
                    }
                    return Optional.of(add(db, base.edited(edit), edit.note()));
                });
    }

    /// A version without its rules.
    record Line(
            int version,
            @JsonProperty("created_at") Instant createdAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note) {}

    /// The newest first, those before this one.
    List<Line> page(int before, int limit) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        select id, created_at, note from price_version
                                         where id < :before order by id desc limit :limit
                                        """)
                                .bind("before", before)
                                .bind("limit", limit)
                                .map(
                                        (row, _) ->
                                                new Line(
                                                        row.getInt("id"),
                                                        row.getObject(
                                                                        "created_at",
                                                                        OffsetDateTime.class)
                                                                .toInstant(),
                                                        row.getString("note")))
                                .list());
    }

    /// The newest version, if its number is above this one.
    Optional<PriceVersion> newestAfter(int id) {
        return jdbi.withHandle(db -> newestAfter(db, id));
    }

    Optional<PriceVersion> find(int id) {
        return jdbi.withHandle(
                db ->
                        db.createQuery("select * from price_version where id = :id")
                                .bind("id", id)
                                .map(PostgresPrices::version)
                                .findOne());
    }

    private static Optional<PriceVersion> newestAfter(Handle db, int id) {
        return db.createQuery(
                        """
                        select * from price_version
                         where id > :id order by id desc limit 1
                        """)
                .bind("id", id)
                .map(PostgresPrices::version)
                .findOne();
    }

    /// @param version without a number yet
    private static PriceVersion add(Handle db, PriceVersion version, @Nullable String note) {
        return db.createQuery(
                        """
                        insert into price_version (rules, overrides, own_account_factor, note)
                        values (cast(:rules as jsonb), cast(:overrides as jsonb), :factor, :note)
                        returning *
                        """)
                .bind("rules", write(version.rules()))
                .bind("overrides", write(version.overrides()))
                .bind("factor", version.ownAccountFactor())
                .bind("note", note)
                .map(PostgresPrices::version)
                .one();
    }

    private static PriceVersion version(ResultSet row, StatementContext context)
            throws SQLException {
        return new PriceVersion(
                row.getInt("id"),
                read(row.getString("rules"), RULES),
                read(row.getString("overrides"), OVERRIDES),
                row.getBigDecimal("own_account_factor").stripTrailingZeros());
    }

    private static String write(Object part) {
        try {
            return JSON.writeValueAsString(part);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("prices cannot be written", e);
        }
    }

    private static <T> T read(String part, TypeReference<T> type) {
        try {
            return JSON.readValue(part, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("prices cannot be read", e);
        }
    }
}
