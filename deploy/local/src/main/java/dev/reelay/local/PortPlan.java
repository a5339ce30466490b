package dev.reelay.local;

import dev.reelay.parts.Part;
import dev.reelay.parts.PortUser;
import dev.reelay.parts.Ports;
import java.util.List;

/// The ports of an installation: the api's, and those after it: six, with the simulator fourteen
/// more, and with Keycloak one after those.
///
/// @param api 1024 to 65514
record PortPlan(int api) {
    static final int DEFAULT = 8080;
    private static final int LAST = 65_535 - 21;

    PortPlan {
        if (api < 1024 || api > LAST) {
            throw new Refusal("--port must be from 1024 to " + LAST + ", not " + api);
        }
    }

    int worker() {
        return api + 1;
    }

    int billing() {
        return api + 2;
    }

    int postgres() {
        return api + 3;
    }

    int kafka() {
        return api + 4;
    }

    int kafkaController() {
        return api + 5;
    }

    int s3() {
        return api + 6;
    }

    /// The simulator's control; its files and vendors follow.
    int simulator() {
        return api + 7;
    }

    int keycloak() {
        return api + 21;
    }

    /// Throws {@link Refusal} where a port that a part still has to open is taken.
    static void refuseTaken(List<Part> starting) {
        for (var part : starting) {
            if (!Ports.isFree(part.port())) {
                throw new Refusal(taken(part));
            }
        }
    }

    private static String taken(Part part) {
        return "port %d for %s is used by %s%n       try: ./reelay up --port %d"
                .formatted(
                        part.port(),
                        part.name(),
                        PortUser.of(part.port()).map(PortPlan::described).orElse("another program"),
                        suggestion(part.port()));
    }

    private static String described(PortUser user) {
        return "pid %d (%.80s)".formatted(user.pid(), user.command());
    }

    private static int suggestion(int taken) {
        return taken + 1000 > LAST ? DEFAULT + 1000 : (taken / 10) * 10 + 1000;
    }
}
