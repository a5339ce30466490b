package dev.reelay.simulator.vendor;

import dev.reelay.simulator.callback.Notice;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Json;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.task.Order;
import dev.reelay.simulator.task.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How one vendor speaks. A wire reads requests, judges them as strictly as its page says, and
/// words answers; what happens in between is the same for all.
interface Wire {
    Desk desk();

    List<Route> routes();

    /// An id in the vendor's form.
    ///
    /// @param number that no other task of the vendor has
    String newId(long number);

    /// The vendor's answer for a class of errors.
    ///
    /// @param call that is answered; some vendors have several dialects
    Answer fault(Fault fault, Call call);

    /// The vendor's answer for one of its error codes; one that the page does not name is taken as
    /// the caller's fault.
    Answer error(String code, Call call);

    /// What stands before every path.
    default String base() {
        return "";
    }

    /// The vendor's answer for a broken server; where it has no body of its own, as for any fault.
    default Answer broken(int status, Call call) {
        return fault(Fault.SERVER, call).withStatus(status);
    }

    default Answer unknownPath() {
        return Answer.json(404, Json.of("message", "no such path"));
    }

    /// How long links to files live.
    Duration linkLife();

    /// How many unfinished tasks of a slot it takes.
    default int concurrency(Order order) {
        return Integer.MAX_VALUE;
    }

    /// What it tells of a task that came to a phase.
    default Optional<Notice> notice(View view) {
        return Optional.empty();
    }

    /// Whether files may be fetched with an Authorization header too.
    default boolean takesKeysOnFiles() {
        return false;
    }
}
