package dev.reelay.api.finding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.credit.Billing;
import dev.reelay.api.error.GatewayError.TryLater;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.Worker.Question;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.finding.Checkup;
import dev.reelay.common.finding.Finding;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/// Asks every service what is left undone there. One that does not answer is a finding too.
@Singleton
public final class Doctor {
    private static final String FINDINGS = "/internal/findings";
    private static final String PROOF = "billing.proof";

    private final PostgresFindings findings;
    private final Worker worker;
    private final Billing billing;

    Doctor(PostgresFindings findings, Worker worker, Billing billing) {
        this.findings = findings;
        this.worker = worker;
        this.billing = billing;
    }

    public Checkup look() {
        return together(
                List.of(
                        findings.checkup(),
                        of("worker", () -> read(worker.ask(Question.get(FINDINGS, "")).body())),
                        of("billing", () -> together(List.of(read(billing.findings()), proof())))));
    }

    private static Checkup together(List<Checkup> all) {
        return new Checkup(
                all.stream().flatMap(one -> one.checks().stream()).toList(),
                all.stream().flatMap(one -> one.findings().stream()).toList());
    }

    private static Checkup read(JsonNode found) {
        return EventJson.read(EventJson.write(found), Checkup.class);
    }

    /// What is asked of a service, and that it answers.
    private static Checkup of(String service, Supplier<Checkup> asked) {
        var answers = service + ".answers";
        try {
            return together(List.of(new Checkup(List.of(answers), List.of()), asked.get()));
        } catch (GatewayException e) {
            if (!(e.error() instanceof TryLater)) {
                throw e;
            }
            return new Checkup(List.of(answers), List.of(away(answers, service)));
        }
    }

    private static Finding away(String check, String service) {
        return new Finding(
                check,
                service + "-service does not answer, so nothing there was looked at",
                1,
                List.of(),
                "Start it, or see what its log and the api's say.");
    }

    /// The laws of the ledger that do not hold.
    private Checkup proof() {
        var broken =
                StreamSupport.stream(billing.proof().path("checks").spliterator(), false)
                        .filter(law -> !law.path("ok").asBoolean())
                        .map(law -> law.path("id").asText() + ": " + law.path("detail").asText())
                        .toList();
        return new Checkup(List.of(PROOF), broken.isEmpty() ? List.of() : List.of(wrong(broken)));
    }

    private static Finding wrong(List<String> laws) {
        return new Finding(
                PROOF,
                "the ledger is not what its entries say",
                laws.size(),
                laws,
                "A bug, or somebody has changed its tables: keep the database as it is, and report"
                        + " it.");
    }
}
