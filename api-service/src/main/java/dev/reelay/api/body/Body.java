package dev.reelay.api.body;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;

/// A request's body. Large values are in temporary files, which closing removes.
///
/// @param textual every value came as text, as in a form, so numbers and truth values may be text
public record Body(ObjectNode tree, Spool spool, boolean textual) implements AutoCloseable {
    public Fields fields() {
        return new Fields("", tree, spool, textual);
    }

    /// Throws {@link GatewayException} for a form, where a dialect has none.
    public Body mustBeJson() {
        if (textual) {
            throw new GatewayException(
                    new GatewayError.UnsupportedMediaType("multipart/form-data"));
        }
        return this;
    }

    @Override
    public void close() {
        spool.close();
    }
}
