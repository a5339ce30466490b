/// The provider that renders by itself: for test keys, for the storyboard model, for trying the
/// whole way of a video without any upstream.
@NullMarked
package dev.reelay.worker.provider.sandbox;

import org.jspecify.annotations.NullMarked;
