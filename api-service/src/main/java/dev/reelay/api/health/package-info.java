/// Whether the parts that this service works with answer; readiness is the database alone.
@NullMarked
package dev.reelay.api.health;

import org.jspecify.annotations.NullMarked;
