package dev.reelay.api.body;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A request's body. Large values are in temporary files, which closing removes.
///
/// @param textual every value came as text, as in a form, so numbers and truth values may be text
public record Body(ObjectNode tree, Spool spool, boolean textual) implements AutoCloseable {
    public Fields fields() {
        return new Fields("", tree, spool, textual);
    }

    @Override
    public void close() {
        spool.close();
    }
}
