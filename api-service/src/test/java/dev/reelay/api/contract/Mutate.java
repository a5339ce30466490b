package dev.reelay.api.contract;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/// Makes wrong requests of a document's right ones: the same for the same number.
public final class Mutate {
    private static final List<String> HEADERS =
            List.of(
                    "Idempotency-Key",
                    "Authorization",
                    "Range",
                    "If-Range",
                    "If-None-Match",
                    "Last-Event-ID",
                    "Accept",
                    "Accept-Encoding",
                    "Content-Encoding",
                    "Cookie",
                    "traceparent",
                    "X-Client-Request-Id",
                    "X-Stainless-Retry-Count",
                    "X-Forwarded-For",
                    "X-HTTP-Method-Override",
                    "Origin",
                    "Expect");

    private final OpenApi document;
    private final String key;
    private final Function<Operation, String> ids;

    /// @param ids what each operation may be asked about
    public Mutate(OpenApi document, String key, Function<Operation, String> ids) {
        this.document = document;
        this.key = key;
        this.ids = ids;
    }

    /// @param operation whose answers are to be expected
    /// @param elsewhere whether method or path may be those of another operation, or of none
    public record Mutated(Operation operation, Request request, boolean elsewhere) {}

    /// One wrong request, now and then a right one.
    public Mutated request(long number) {
        var random = new Random(number);
        // Seeds that are near each other begin alike.
        random.nextInt();
        var operation = pick(random, document.operations());
        var server = pick(random, document.servers());
        var odd = random.nextInt(3) == 0;
        var id = odd ? id(random, operation) : ids.apply(operation);
        var elsewhere = odd && operation.isAboutOne();
        var target = server + operation.target(id) + query(random, operation);
        var method = operation.method();
        var meant = operation;
        if (random.nextInt(30) == 0) {
            method = pick(random, List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"));
            var other = sibling(operation, method);
            meant = other.orElse(operation);
            elsewhere |= other.isEmpty();
        }
        var request = body(random, operation, Request.of(method, target));
        request = random.nextInt(20) == 0 ? request : request.bearer(key);
        return new Mutated(meant, headers(random, operation, request), elsewhere);
    }

    /// The operation of the same path with this method.
    private Optional<Operation> sibling(Operation operation, String method) {
        return document.operations().stream()
                .filter(o -> o.path().equals(operation.path()) && o.method().equals(method))
                .findFirst();
    }

    private String id(Random random, Operation operation) {
        var good = ids.apply(operation);
        return switch (random.nextInt(4)) {
            case 0 -> good.substring(0, random.nextInt(good.length() + 1)) + "x";
            case 1 -> {
                var at = random.nextInt(good.length());
                yield good.substring(0, at) + "Z" + good.substring(at + 1);
            }
            default -> pick(random, Odd.IDS);
        };
    }

    private static String query(Random random, Operation operation) {
        var names = operation.parameters("query").map(Operation.Parameter::name).toList();
        if (names.isEmpty() && random.nextInt(10) > 0) {
            return "";
        }
        var query = new StringBuilder("?");
        operation
                .parameters("query")
                .filter(p -> p.example() != null && random.nextInt(5) > 0)
                .forEach(p -> query.append(p.name()).append('=').append(p.example()).append('&'));
        for (var i = random.nextInt(3); i > 0; i--) {
            query.append(names.isEmpty() ? "x" : pick(random, names));
            var value = pick(random, Odd.TEXTS);
            query.append('=')
                    .append(
                            value.startsWith("%")
                                    ? value
                                    : URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .append('&');
        }
        return query.toString();
    }

    private Request body(Random random, Operation operation, Request request) {
        if (operation.bodies().isEmpty()) {
            return random.nextInt(20) == 0 ? request.json(pick(random, Odd.JSON)) : request;
        }
        var body = pick(random, operation.bodies());
        var examples = List.copyOf(body.examples().values());
        var example = examples.isEmpty() ? OpenApi.JSON.createObjectNode() : pick(random, examples);
        var mutate = new MutateBody(document, random);
        var isJson = body.contentType().equals("application/json");
        var usual = isJson ? body.contentType() : Form.CONTENT_TYPE;
        var type = random.nextInt(12) == 0 ? pick(random, Odd.CONTENT_TYPES) : usual;
        var content =
                isJson ? mutate.json(example, body.schema()) : mutate.form(example, body.schema());
        return request.body(type, content);
    }

    private static Request headers(Random random, Operation operation, Request request) {
        var changed = request;
        if (random.nextInt(5) == 0) {
            var name =
                    pick(
                            random,
                            operation.parameters("header").findAny().isPresent()
                                            && random.nextBoolean()
                                    ? operation
                                            .parameters("header")
                                            .map(Operation.Parameter::name)
                                            .toList()
                                    : HEADERS);
            changed = changed.without(name).with(name, pick(random, Odd.TEXTS));
        }
        return changed;
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
