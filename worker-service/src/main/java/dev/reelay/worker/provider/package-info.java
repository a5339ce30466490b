/// The upstreams that render video, behind one small interface.
@NullMarked
package dev.reelay.worker.provider;

import org.jspecify.annotations.NullMarked;
