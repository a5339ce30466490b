package dev.reelay.testing;

import java.util.function.Supplier;

/// What is true for the whole JVM. Quarkus loads our classes more than once, each copy with its own
/// static fields; system properties are there once.
final class JvmFacts {
    private JvmFacts() {}

    /// The fact of this name; the first who asks finds it out, others wait for that.
    static String once(String name, Supplier<String> find) {
        var property = "reelay.testing." + name;
        // Interned: the same object, so the same lock, in every copy of this class.
        synchronized (property.intern()) {
            var known = System.getProperty(property);
            if (known == null) {
                known = find.get();
                System.setProperty(property, known);
            }
            return known;
        }
    }
}
