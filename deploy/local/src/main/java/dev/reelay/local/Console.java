package dev.reelay.local;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "console",
        description = "Prints a link that signs one browser in at the console, within ten minutes.",
        mixinStandardHelpOptions = true)
final class Console implements Callable<Integer> {
    @Option(
            names = "--as",
            paramLabel = "ROLE",
            description =
                    "operator (default) or auditor; or owner, developer or viewer of the demo tenant.")
    private String role = "operator";

    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() {
        var installation = data.installation();
        var demo = Demo.required(installation);
        var ofTenant = !Keycloak.OPERATORS.contains(role);
        System.out.println(link(installation, role, ofTenant ? demo.tenant() : null));
        return 0;
    }

    /// @param tenant whose member it signs in; null for an operator
    static String link(Installation installation, String role, @Nullable String tenant) {
        Map<String, ?> asked =
                tenant == null ? Map.of("role", role) : Map.of("role", role, "tenant_id", tenant);
        try (var operator = new Api(installation.url(), installation.adminToken())) {
            return operator.post("/admin/v1/console/links", null, asked).path("url").asText();
        }
    }
}
