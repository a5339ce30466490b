package dev.reelay.simulator.task;

import dev.reelay.simulator.rule.Effect;
import dev.reelay.simulator.rule.Rules;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/// The accounts of one vendor. The first is there from the start.
public final class Accounts {
    private final String vendor;
    private final Rules rules;
    private final IntFunction<SequencedMap<String, String>> credentials;
    private final List<Account> all = new CopyOnWriteArrayList<>();

    /// @param credentials of the account of a number, the same at each start
    public Accounts(
            String vendor, Rules rules, IntFunction<SequencedMap<String, String>> credentials) {
        this.vendor = vendor;
        this.rules = rules;
        this.credentials = credentials;
        open();
    }

    public synchronized Account open() {
        var account = new Account(vendor, credentials.apply(all.size()));
        all.add(account);
        return account;
    }

    public Account first() {
        return all.getFirst();
    }

    public List<Account> all() {
        return List.copyOf(all);
    }

    /// The account that has this credential and is not revoked.
    public Optional<Account> find(String name, String value) {
        return all.stream()
                .filter(account -> value.equals(account.credentials().get(name)))
                .filter(account -> !isRevoked(account))
                .findFirst();
    }

    private boolean isRevoked(Account account) {
        return account.credentials().values().stream()
                .anyMatch(value -> rules.stands(vendor, Effect.REVOKE, value));
    }
}
