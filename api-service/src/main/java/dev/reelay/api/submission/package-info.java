/// From what was asked to a queued job that the worker hears of.
@NullMarked
package dev.reelay.api.submission;

import org.jspecify.annotations.NullMarked;
