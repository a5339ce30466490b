/// TCP links between processes that can be made to fail as networks do.
@NullMarked
package dev.reelay.e2e.proxy;

import org.jspecify.annotations.NullMarked;
