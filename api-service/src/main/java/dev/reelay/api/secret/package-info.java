/// Keys derived from the one secret of the installation.
@NullMarked
package dev.reelay.api.secret;

import org.jspecify.annotations.NullMarked;
