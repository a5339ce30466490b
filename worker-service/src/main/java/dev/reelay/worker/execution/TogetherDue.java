package dev.reelay.worker.execution;

import dev.reelay.worker.execution.ExecutionState.InProgress;
import dev.reelay.worker.execution.PostgresTimers.Due;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.ToIntFunction;

/// Puts together what one call can ask after: renders at the same account that are due at once.
final class TogetherDue {
    private TogetherDue() {}

    /// @param most how many of an account one call can ask after; less than 2 where there is no
    ///   such call
    static List<List<Due>> of(List<Due> due, ToIntFunction<String> most) {
        var calls = new ArrayList<List<Due>>();
        var open = new HashMap<String, List<Due>>();
        for (var one : due) {
            var account = one.execution().usedAccount();
            var room = one.execution().state() instanceof InProgress ? most.applyAsInt(account) : 1;
            var call = room > 1 ? open.get(account) : null;
            if (call == null || call.size() >= room) {
                call = new ArrayList<>();
                calls.add(call);
                if (room > 1) {
                    open.put(account, call);
                }
            }
            call.add(one);
        }
        return calls;
    }
}
