package dev.reelay.common.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What a clip is made from. It follows from the inputs of a submission, never from an option.
public enum Mode {
    TEXT,
    IMAGE,
    FRAMES,
    REFERENCE,
    VIDEO,

    /// From a clip that comes first in what is delivered and that the new one goes on from.
    EXTENSION;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
