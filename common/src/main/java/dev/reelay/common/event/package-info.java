/// The messages on Kafka topics. Each is a doorbell: it may come twice, late, out of order or
/// never.
@NullMarked
package dev.reelay.common.event;

import org.jspecify.annotations.NullMarked;
