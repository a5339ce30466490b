package dev.reelay.simulator;

import dev.reelay.simulator.callback.Callbacks;
import dev.reelay.simulator.task.Account;
import dev.reelay.simulator.task.BillEntry;
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.Requests;
import dev.reelay.simulator.task.SimulatedTime;
import dev.reelay.simulator.vendor.Desk;
import dev.reelay.simulator.vendor.Vendor;
import java.util.List;
import java.util.Map;

/// One vendor of a simulator, as tests see it.
public final class SimulatedVendor {
    private final Vendor vendor;
    private final Desk desk;
    private final SimulatedTime time;
    private final Callbacks callbacks;

    SimulatedVendor(Vendor vendor, SimulatedTime time, Callbacks callbacks) {
        this.vendor = vendor;
        this.desk = vendor.desk();
        this.time = time;
        this.callbacks = callbacks;
    }

    public String name() {
        return desk.name();
    }

    /// What clients are configured with in place of the vendor's own; the pages' paths follow it.
    public String baseUrl() {
        return vendor.baseUrl();
    }

    /// Of the account that is there from the start, by the names that its page uses; the first is
    /// the key that the bill names.
    public Map<String, String> credentials() {
        return desk.accounts().first().credentials();
    }

    /// Opens another account.
    public Map<String, String> newCredentials() {
        return desk.accounts().open().credentials();
    }

    /// All accounts' credentials.
    public List<Map<String, String>> allCredentials() {
        return desk.accounts().all().stream()
                .<Map<String, String>>map(Account::credentials)
                .toList();
    }

    /// Every task that was ever accepted, oldest first.
    public List<BillEntry> bill() {
        return desk.tasks().bill();
    }

    public Requests requests() {
        return desk.requests();
    }

    /// The last requests that it would not take as they were.
    public List<Requests.Refusal> refusals() {
        return desk.requests().refusals();
    }

    /// Where messages of the first account's tasks go, at vendors that have that in their console.
    public void webhook(String url) {
        desk.setWebhook(desk.accounts().first(), url);
    }

    /// Puts a task where it would not be yet; one that has ended stays as it is.
    ///
    /// @throws IllegalArgumentException where there is no such task
    public void move(String taskId, Phase to) {
        var task =
                desk.tasks()
                        .find(taskId)
                        .orElseThrow(() -> new IllegalArgumentException("no task " + taskId));
        task.move(to, time.instant());
        callbacks.lookAgain();
    }
}
