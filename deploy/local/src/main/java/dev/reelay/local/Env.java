package dev.reelay.local;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "env",
        description = "Prints export lines: eval \"$(./reelay env)\".",
        mixinStandardHelpOptions = true)
final class Env implements Callable<Integer> {
    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() {
        var installation = data.installation();
        var demo = Demo.required(installation);
        export("REELAY_URL", installation.url());
        export("REELAY_API_KEY", demo.liveKey());
        export("REELAY_TEST_KEY", demo.testKey());
        export("REELAY_ADMIN_TOKEN", installation.adminToken());
        export("REELAY_WEBHOOK_SECRET", demo.webhookSecretNow(installation));
        installation.simulator().ifPresent(s -> export("REELAY_SIMULATOR_URL", s.url()));
        installation
                .keycloak()
                .ifPresent(
                        issuer -> {
                            export("REELAY_SIGN_IN_ISSUER", issuer.issuer());
                            export("REELAY_SIGN_IN_PASSWORD", issuer.password());
                        });
        export("REELAY_PIDS", pids(installation));
        export("REELAY_LOGS", installation.logs().toString());
        return 0;
    }

    private static String pids(Installation installation) {
        return installation
                .parts()
                .filter(part -> part.pid().isPresent())
                .map(part -> part.name() + "=" + part.pid().getAsLong())
                .collect(Collectors.joining(","));
    }

    /// In single quotes, so that a shell takes the value as it is.
    private static void export(String name, String value) {
        System.out.println("export " + name + "='" + value.replace("'", "'\\''") + "'");
    }
}
