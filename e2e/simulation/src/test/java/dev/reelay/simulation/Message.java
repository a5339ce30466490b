package dev.reelay.simulation;

/// Something on its way: a record on a topic, or a call.
public interface Message {
    /// Arrives. False where its receiver could not take it, so that it comes again.
    boolean arrive(World world);

    /// Never arrives.
    default void lost(World world) {}

    /// A record on a topic may arrive twice; a call is sent once.
    default boolean mayDouble() {
        return true;
    }
}
