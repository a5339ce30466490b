/// Ids that cross a service's border.
@NullMarked
package dev.reelay.common.id;

import org.jspecify.annotations.NullMarked;
