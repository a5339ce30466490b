/// Lists as files.
@NullMarked
package dev.reelay.api.csv;

import org.jspecify.annotations.NullMarked;
