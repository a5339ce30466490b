/// The provider simulator: stands in for every upstream that renders video, written from their
/// contracts alone.
@NullMarked
package dev.reelay.simulator;

import org.jspecify.annotations.NullMarked;
