package dev.reelay.simulation;

import java.util.List;

/// What a run is about.
///
/// @param first how many outputs the first request asks for, and `others` the others
/// @param credits of the account, whole ones; an output costs one
/// @param routes of the model, one or two
/// @param newestFirst whether those who began last mostly go first, so that others come late
/// @param upstreams of each route
public record Setup(
        int first,
        int others,
        int credits,
        int routes,
        boolean newestFirst,
        List<Upstream.Kind> upstreams) {
    private static final int OLDER = 6;

    public static final int REQUESTS = 3;

    static final Setup PLAIN = of(0);

    static Setup of(int bits) {
        var kinds = Upstream.Kind.values();
        return new Setup(
                1 + (bits & 1),
                1 + (bits >> 1 & 1),
                (bits >> 2 & 3) == 0 ? 2 : 20,
                1 + (bits >> 4 & 1),
                (bits >> 12 & 1) == 1,
                List.of(kinds[(bits >> 5) % kinds.length], kinds[(bits >> 8) % kinds.length]));
    }

    public int outputs(int request) {
        return request == 0 ? first : others;
    }

    /// Whose turn it is of so many.
    int turn(int any, int many) {
        return newestFirst && any % OLDER != 0 ? many - 1 : any % many;
    }

    public Upstream.Kind upstream(int route) {
        return upstreams.get(route);
    }
}
