package dev.reelay.e2e.crash;

import dev.reelay.e2e.proxy.Fate;
import dev.reelay.e2e.proxy.Flaw;
import dev.reelay.e2e.proxy.Link;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The links of one cluster: one for each replica and each that it calls, one for all who talk to
/// the broker, one to the receivers of callbacks, and one to each upstream.
final class Links implements AutoCloseable {
    /// Who is called, by the setting that says where; the broker is not among them, for it tells
    /// its clients itself where it is.
    private static final Map<String, String> CALLED =
            Map.of(
                    "QUARKUS_DATASOURCE_JDBC_URL", "postgres",
                    "REELAY_STORE_ENDPOINT", "s3",
                    "REELAY_BILLING_URL", "billing",
                    "REELAY_WORKER_URL", "worker");

    /// Those with whom HTTP is spoken.
    private static final List<String> HTTP =
            List.of("s3", "billing", "worker", "receivers", Upstreams.CALLED);

    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
    private static final String BROKER = "KAFKA_BOOTSTRAP_SERVERS";

    /// @param to who is called over it
    private record Named(String to, Link link) {}

    private final boolean isWanted;
    private final long seed;
    private final int percent;
    private final List<Named> links = new CopyOnWriteArrayList<>();

    private Links(boolean isWanted, long seed, int percent) {
        this.isWanted = isWanted;
        this.seed = seed;
        this.percent = percent;
    }

    /// Everybody talks to everybody without one.
    static Links none() {
        return new Links(false, 0, 0);
    }

    /// Links of whose connections so many of a hundred fail, as the seed has it, once they are
    /// exposed.
    static Links failing(long seed, int percent) {
        return new Links(true, seed, percent);
    }

    /// The flaws that a link to this one can have.
    static List<Flaw> flaws(String to) {
        return Arrays.stream(Flaw.values())
                .filter(flaw -> flaw != Flaw.UNAVAILABLE || HTTP.contains(to))
                .toList();
    }

    /// The port by which all reach the broker that listens here; empty where there are no links.
    Optional<Integer> broker(int port) {
        return isWanted ? Optional.of(link("all to kafka", "kafka", port)) : Optional.empty();
    }

    /// The port by which the receivers of callbacks are reached.
    int receivers(int port) {
        return isWanted ? link("workers to receivers", "receivers", port) : port;
    }

    /// The port by which the workers reach the upstream that listens here.
    int upstream(String name, int port) {
        return isWanted ? link(name, Upstreams.CALLED, port) : port;
    }

    /// The environment of a replica, with links in place of those that it calls.
    Map<String, String> through(String replica, Map<String, String> environment) {
        if (!isWanted) {
            return environment;
        }
        var linked = new HashMap<>(environment);
        CALLED.forEach(
                (setting, to) -> {
                    // Billing has the store's address, as all do, and never goes there.
                    if (!(to.equals("s3") && replica.startsWith("billing"))) {
                        linked.computeIfPresent(setting, (_, url) -> linked(replica, to, url));
                    }
                });
        to("kafka").forEach(broker -> linked.put(BROKER, "127.0.0.1:" + broker.port()));
        return linked;
    }

    private String linked(String replica, String to, String url) {
        var address = ADDRESS.matcher(url);
        if (!address.find() || port(address) == 0) {
            return url;
        }
        return address.replaceFirst("127.0.0.1:" + link(replica + " to " + to, to, port(address)));
    }

    private static int port(Matcher address) {
        return Integer.parseInt(address.group(1));
    }

    private int link(String name, String to, int port) {
        var link = new Link(name, port, new Fate(seed ^ name.hashCode(), percent, flaws(to)));
        link.spare();
        links.add(new Named(to, link));
        return link.port();
    }

    /// Those by which this one is called.
    List<Link> to(String called) {
        return links.stream().filter(l -> l.to().equals(called)).map(Named::link).toList();
    }

    /// From now on connections fail.
    void expose() {
        links.forEach(named -> named.link().expose());
    }

    /// From now on none does any more.
    void spare() {
        links.forEach(named -> named.link().spare());
    }

    @Override
    public void close() {
        links.forEach(named -> named.link().close());
    }
}
