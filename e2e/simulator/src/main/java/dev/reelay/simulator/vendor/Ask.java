package dev.reelay.simulator.vendor;

import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.task.Account;
import dev.reelay.simulator.task.Order;
import dev.reelay.simulator.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request that is in order: what it wants, before rules have had their say.
///
/// @param about the tasks that it is about; none for a new one
/// @param order of a new task
/// @param answer where there is no order
/// @param made answers an order
/// @param duplicate answers an order whose client token is taken, given the task that has it
record Ask(
        @Nullable Account account,
        List<Task> about,
        @Nullable Order order,
        PlainReply answer,
        Reply made,
        Reply duplicate) {

    /// Answers about a task.
    @FunctionalInterface
    interface Reply {
        Answer about(Task task) throws InterruptedException;
    }

    /// Answers.
    @FunctionalInterface
    interface PlainReply {
        Answer answer() throws InterruptedException;
    }

    static Ask order(Account account, Order order, Reply made) {
        return order(account, order, made, made);
    }

    static Ask order(Account account, Order order, Reply made, Reply duplicate) {
        return new Ask(account, List.of(), order, () -> Answer.NONE, made, duplicate);
    }

    static Ask about(Account account, Task task, Reply reply) {
        return aboutAll(account, List.of(task), () -> reply.about(task));
    }

    static Ask aboutAll(Account account, List<Task> tasks, PlainReply reply) {
        return new Ask(account, tasks, null, reply, _ -> Answer.NONE, _ -> Answer.NONE);
    }

    static Ask plain(Account account, PlainReply reply) {
        return aboutAll(account, List.of(), reply);
    }
}
