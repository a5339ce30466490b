/// Parts of lists, as they are asked for.
@NullMarked
package dev.reelay.api.page;

import org.jspecify.annotations.NullMarked;
