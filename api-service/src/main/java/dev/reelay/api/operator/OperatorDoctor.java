package dev.reelay.api.operator;

import dev.reelay.api.finding.Doctor;
import dev.reelay.common.finding.Finding;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/// `/admin/v1/doctor`: whatever is outside the invariants in any service, with what to do.
@Path("/admin/v1/doctor")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorDoctor {
    private final Doctor doctor;

    OperatorDoctor(Doctor doctor) {
        this.doctor = doctor;
    }

    /// @param healthy nothing was found
    /// @param checks what was looked for
    public record Answer(
            String object, boolean healthy, List<String> checks, List<Finding> findings) {}

    @GET
    public Answer look() {
        var found = doctor.look();
        return new Answer("checkup", found.findings().isEmpty(), found.checks(), found.findings());
    }
}
