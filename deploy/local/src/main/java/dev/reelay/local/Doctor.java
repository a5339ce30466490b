package dev.reelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.parts.Part;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description = "Looks for anything that is left undone. Exits 1 where there is something.",
        mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() {
        var installation = data.installation();
        var down = installation.parts().filter(part -> !part.isRunning()).map(Part::name).toList();
        if (!down.isEmpty()) {
            throw new Refusal(
                    "not running: " + String.join(", ", down) + "; ./reelay up starts them");
        }
        try (var operator = new Api(installation.url(), installation.adminToken())) {
            var checkup = operator.get("/admin/v1/doctor");
            checkup.path("findings").forEach(Doctor::print);
            if (checkup.path("healthy").asBoolean()) {
                System.out.printf(
                        "  [ok] all parts run; %d checks found nothing%n",
                        checkup.path("checks").size());
                return 0;
            }
            return 1;
        }
    }

    private static void print(JsonNode finding) {
        System.out.printf(
                "  [!!] %s (%s, %d)%n",
                finding.path("what").asText(),
                finding.path("check").asText(),
                finding.path("count").asInt());
        finding.path("examples").forEach(one -> System.out.println("       | " + one.asText()));
        System.out.println("       " + finding.path("advice").asText());
    }
}
