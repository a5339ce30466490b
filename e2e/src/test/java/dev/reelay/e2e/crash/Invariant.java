package dev.reelay.e2e.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Something that must hold whatever died when.
///
/// @param name as in the list of invariants, like `J1`
record Invariant(String name, String claim, BiConsumer<Evidence, Finding> check) {
    /// A case in which it does not hold.
    record Broken(@Nullable UUID job, String what) {}

    /// What a check found.
    static final class Finding {
        private final List<Broken> broken = new ArrayList<>();
        private int checked;

        /// One case was looked at.
        void expect(boolean holds, @Nullable UUID job, String otherwise) {
            checked++;
            if (!holds) {
                broken.add(new Broken(job, otherwise));
            }
        }

        int checked() {
            return checked;
        }

        List<Broken> broken() {
            return broken;
        }
    }

    Finding in(Evidence evidence) {
        var finding = new Finding();
        check.accept(evidence, finding);
        return finding;
    }
}
