/// The broker, as whoever publishes sees it.
@NullMarked
package dev.reelay.api.kafka;

import org.jspecify.annotations.NullMarked;
