package dev.reelay.local;

import dev.reelay.local.Installation.Extra;
import dev.reelay.parts.Part;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Starts what is not running, and waits until all of it is ready.",
        mixinStandardHelpOptions = true)
final class Up implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Option(names = "--detach", description = "Return when all is ready, and leave it running.")
    private boolean detach;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the API (default 8080); the six after it are used too.")
    private @Nullable Integer port;

    @Option(
            names = "--simulator",
            description =
                    "Also start what plays the providers, so that every model can be tried; kept for"
                            + " later starts. It takes the fourteen ports after those.")
    private boolean simulator;

    @Option(
            names = "--keycloak",
            description =
                    "Also start Keycloak, where operators and members sign in; kept for later starts."
                            + " It takes the port after the simulator's. Fetched at the first time"
                            + " (177 MB).")
    private boolean keycloak;

    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        var stored = data.installation();
        var moved = port == null ? stored : stored.movedTo(port);
        var extras = EnumSet.noneOf(Extra.class);
        if (simulator) {
            extras.add(Extra.SIMULATOR);
        }
        if (keycloak) {
            extras.add(Extra.KEYCLOAK);
        }
        var installation = moved.with(extras);
        var progress = new Progress(System.out);
        List<Part> started;
        try (var _ = Lock.take(installation.data())) {
            started = start(installation, progress);
        }
        if (!detach) {
            stay(installation, started, progress);
        }
        return 0;
    }

    private static List<Part> start(Installation installation, Progress progress) {
        var started = new StartParts(installation, progress).start();
        var demo = Demo.ensure(installation);
        installation.simulator().ifPresent(s -> enterAccounts(installation, s));
        progress.say(greeting(installation, demo));
        installation
                .keycloak()
                .ifPresent(
                        issuer -> {
                            issuer.makeUsers(demo.tenant());
                            progress.say(signingIn(issuer));
                        });
        return started;
    }

    private static void enterAccounts(Installation installation, Simulator simulator) {
        try (var admin = new Api(installation.url(), installation.adminToken())) {
            simulator
                    .accounts()
                    .forEach((name, account) -> admin.put("/admin/v1/accounts/" + name, account));
        }
    }

    private static String greeting(Installation installation, Demo demo) {
        return """

                 Reelay runs at %s/v1        data %s

                   curl -s %s/v1/videos \\
                     -H "Authorization: Bearer %s" -H "Content-Type: application/json" \\
                     -d '{"model":"reelay/storyboard-1","prompt":"a fox in the snow","seconds":"4","size":"1280x720"}'

                 Console, signed in once within ten minutes (another link: ./reelay console):
                   %s

                 All keys: ./reelay env     Break it on purpose: [sandbox outcome=content_policy] in the prompt
               """
                .formatted(
                        installation.url(),
                        installation.data(),
                        installation.url(),
                        demo.liveKey(),
                        Console.link(installation, "operator", null));
    }

    private static String signingIn(Keycloak keycloak) {
        return """
                 Sign in at %s, or at the console,
                   as %s; password: REELAY_SIGN_IN_PASSWORD of ./reelay env
               """
                .formatted(keycloak.issuer(), String.join(", ", Keycloak.USERS));
    }

    /// Stays until Ctrl-C, then stops what this command has started; or until somebody else has
    /// stopped it.
    private static void stay(Installation installation, List<Part> started, Progress progress)
            throws InterruptedException {
        if (started.isEmpty()) {
            progress.say("  It was already running; ./reelay down stops it.");
            return;
        }
        progress.say("  Stop: Ctrl-C (data is kept)");
        var asked = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    asked.countDown();
                                    StopParts.stop(installation, started, progress);
                                    stopped.countDown();
                                }));
        while (started.stream().anyMatch(Part::isRunning)) {
            if (asked.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                stopped.await();
                return;
            }
        }
    }
}
