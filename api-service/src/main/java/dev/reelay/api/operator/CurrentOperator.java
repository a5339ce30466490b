package dev.reelay.api.operator;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/// Whose request it is.
@RequestScoped
class CurrentOperator {
    private @Nullable Operator operator;

    void set(Operator admitted) {
        operator = admitted;
    }

    /// Throws `IllegalStateException` outside of operators' routes.
    Operator get() {
        if (operator == null) {
            throw new IllegalStateException("nobody was admitted");
        }
        return operator;
    }
}
