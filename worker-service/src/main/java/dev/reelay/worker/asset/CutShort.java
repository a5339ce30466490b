package dev.reelay.worker.asset;

import java.io.IOException;

/// A provider's file ended before its announced length, or went on after it.
final class CutShort extends IOException {
    CutShort(long got, long announced) {
        super("got " + got + " of " + announced + " bytes");
    }
}
