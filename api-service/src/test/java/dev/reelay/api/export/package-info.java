@NullMarked
package dev.reelay.api.export;

import org.jspecify.annotations.NullMarked;
