package dev.reelay.simulator.task;

import java.util.SequencedMap;

/// One set of credentials at one vendor.
///
/// @param credentials by the page's names; the first is its key in bills
public record Account(String vendor, SequencedMap<String, String> credentials) {
    public String key() {
        return credentials.firstEntry().getValue();
    }

    public String credential(String name) {
        var value = credentials.get(name);
        if (value == null) {
            throw new IllegalArgumentException(vendor + " has no credential named " + name);
        }
        return value;
    }
}
