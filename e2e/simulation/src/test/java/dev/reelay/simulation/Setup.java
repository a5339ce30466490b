package dev.reelay.simulation;

/// What a run is about.
///
/// @param first how many outputs the first request asks for, and `second` the second
/// @param credits of the account, whole ones; an output costs one
/// @param routes of the model, one or two
/// @param upstreams of each route
public record Setup(int first, int second, int credits, int routes, Upstream.Kind... upstreams) {
    public static final int REQUESTS = 2;

    static final Setup PLAIN = of(0);

    static Setup of(int bits) {
        var kinds = Upstream.Kind.values();
        return new Setup(
                1 + (bits & 1),
                1 + (bits >> 1 & 1),
                (bits >> 2 & 3) == 0 ? 2 : 10,
                1 + (bits >> 4 & 1),
                kinds[(bits >> 5) % kinds.length],
                kinds[(bits >> 8) % kinds.length]);
    }

    public int outputs(int request) {
        return request == 0 ? first : second;
    }

    public Upstream.Kind upstream(int route) {
        return upstreams[route];
    }
}
