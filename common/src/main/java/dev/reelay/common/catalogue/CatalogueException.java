package dev.reelay.common.catalogue;

/// The catalogue cannot be used. The message is for an operator: file, line, what is wrong.
public final class CatalogueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CatalogueException(String message) {
        super(message);
    }
}
