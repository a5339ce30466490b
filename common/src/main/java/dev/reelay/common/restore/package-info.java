/// What each service is told after its database was set back to a backup.
@NullMarked
package dev.reelay.common.restore;

import org.jspecify.annotations.NullMarked;
